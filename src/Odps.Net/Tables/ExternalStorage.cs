namespace Odps.Net;

/// <summary>Where the data of an external table lies and how it is read: the storage clauses of CREATE EXTERNAL TABLE. Immutable.</summary>
public sealed record ExternalStorage
{
    /// <summary>Where the data lies (LOCATION), for example <c>oss://oss-cn-shanghai-internal.aliyuncs.com/bucket/folder/</c>. Default: none.</summary>
    public string? Location { get; init; }

    /// <summary>
    /// The storage handler (STORED BY), for example <c>com.aliyun.odps.CsvStorageHandler</c>. Where there is one, <see cref="SerDeClass"/> is not written.
    /// Default: none.
    /// </summary>
    public string? StorageHandler { get; init; }

    /// <summary>The class that reads and writes rows (ROW FORMAT SERDE). Default: none.</summary>
    public string? SerDeClass { get; init; }

    /// <summary>Properties of the handler or the class (WITH SERDEPROPERTIES), for example <c>odps.text.option.delimiter</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> SerDeProperties { get; init; } = new Dictionary<string, string>();

    /// <summary>The file format (STORED AS), for example <c>PARQUET</c>. Default: none.</summary>
    public string? StoredAs { get; init; }

    /// <summary>The input format class (STORED AS INPUTFORMAT); together with <see cref="OutputFormat"/> and without <see cref="StoredAs"/>. Default: none.</summary>
    public string? InputFormat { get; init; }

    /// <summary>The output format class. Default: none.</summary>
    public string? OutputFormat { get; init; }

    /// <summary>The resources that the handler needs (USING), separated by commas: <c>a.jar,b.jar</c>. Default: none.</summary>
    public string? Resources { get; init; }
}
