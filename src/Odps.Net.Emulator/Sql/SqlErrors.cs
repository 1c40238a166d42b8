namespace Odps.Net.Emulator.Sql;

/// <summary>The failures of SQL in the service's form: <c>ODPS-0130131:[1,15] Table not found - table p.t cannot be resolved</c>.</summary>
internal static class SqlErrors
{
    public static EmulatorException Parse(SourcePosition at, string detail) => Make("ODPS-0130161", $"{at} Parse exception - {detail}");

    public static EmulatorException Semantic(SourcePosition at, string detail) => Make("ODPS-0130071", $"{at} Semantic analysis exception - {detail}");

    public static EmulatorException TableNotFound(SourcePosition at, string fullName) =>
        Make("ODPS-0130131", $"{at} Table not found - table {fullName} cannot be resolved");

    public static EmulatorException TableExists(SourcePosition at, string fullName) =>
        Make("ODPS-0130211", $"{at} Table or view already exists - table or view {fullName} is already defined");

    public static EmulatorException IllegalUnion(SourcePosition at, string detail) => Make("ODPS-0130241", $"{at} Illegal union operation - {detail}");

    public static EmulatorException Partition(string detail) => Make("ODPS-0123031", $"Partition exception - {detail}");

    /// <summary>A failure of the catalog, which speaks the codes of the REST service, as SQL words it.</summary>
    public static EmulatorException FromCatalog(SourcePosition at, EmulatorException failure) => failure.Code switch
    {
        _ when failure.Code.StartsWith("ODPS-", StringComparison.Ordinal) => failure,
        "NoSuchPartition" or "InvalidPartitionSpec" => Partition(failure.Message),
        "NoSuchProject" => Make("ODPS-0420111", failure.Message.Replace("ODPS-0420111:", "", StringComparison.Ordinal).TrimStart()),
        _ when failure.Message.StartsWith("ODPS-", StringComparison.Ordinal) => new EmulatorException(failure.Message[..failure.Message.IndexOf(':', StringComparison.Ordinal)], failure.Message),
        _ => Semantic(at, failure.Message),
    };

    public static EmulatorException ColumnNotFound(SourcePosition at, string name) => Semantic(at, $"column {name} cannot be resolved");

    public static EmulatorException FunctionNotFound(SourcePosition at, string name) =>
        Semantic(at, $"function or view '{name}' cannot be resolved");

    public static EmulatorException InvalidArguments(SourcePosition at, string detail) =>
        Make("ODPS-0130121", $"{at} Invalid argument type - {detail}");

    public static EmulatorException Conversion(SourcePosition at, OdpsType from, OdpsType to) =>
        Make("ODPS-0130141", $"{at} Illegal implicit type cast - cannot implicitly cast from {from} to {to}");

    public static EmulatorException Cartesian(SourcePosition at, string detail) =>
        Make("ODPS-0130252", $"{at} Cartesian product is not allowed - {detail}");

    public static EmulatorException Unsupported(SourcePosition at, string construct) =>
        Make("ODPS-0130071", $"{at} Semantic analysis exception - {construct} is not supported by the emulator");

    /// <summary>A failure while rows are computed.</summary>
    public static EmulatorException Runtime(string code, string detail) => Make(code, detail);

    public static EmulatorException Overflow(string detail) => Make("ODPS-0121145", $"Data overflow - {detail}");

    public static EmulatorException InvalidValue(string detail) => Make("ODPS-0121095", $"Invalid arguments - {detail}");

    public static EmulatorException ReadOnly() =>
        Make("ODPS-0130013", "Authorization exception - Authorization Failed [4002], the emulator is read-only and changes nothing.");

    private static EmulatorException Make(string code, string text) => new(code, $"{code}:{text}");
}
