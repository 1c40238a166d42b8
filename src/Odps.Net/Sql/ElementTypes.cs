namespace Odps.Net;

/// <summary>The MaxCompute type that the elements of a .NET collection have, for collections whose elements do not show it: empty ones, and those of NULLs.</summary>
internal static class ElementTypes
{
    private static readonly (Type Element, string Name)[] Known =
    [
        (typeof(bool), "BOOLEAN"), (typeof(sbyte), "TINYINT"), (typeof(short), "SMALLINT"), (typeof(byte), "SMALLINT"), (typeof(int), "INT"), (typeof(ushort), "INT"),
        (typeof(long), "BIGINT"), (typeof(uint), "BIGINT"), (typeof(float), "FLOAT"), (typeof(double), "DOUBLE"), (typeof(char), "STRING"), (typeof(Guid), "STRING"),
        (typeof(DateOnly), "DATE"), (typeof(DateTimeOffset), "DATETIME"), (typeof(DateTime), "DATETIME"), (typeof(OdpsTimestamp), "TIMESTAMP"), (typeof(OdpsTimestampNtz), "TIMESTAMP_NTZ"),
    ];

    /// <returns>Null when the collection does not say.</returns>
    public static string? Of(object collection)
    {
        Type type = collection.GetType();
        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!);
        }

        return collection switch
        {
            IEnumerable<string> => "STRING",
            IEnumerable<byte[]> => "BINARY",
            _ when type.IsGenericType && type.GenericTypeArguments is [var argument] => NameOf(argument),
            _ => null,
        };
    }

    private static string? NameOf(Type element)
    {
        element = Nullable.GetUnderlyingType(element) ?? element;
        return element == typeof(string) ? "STRING"
            : element == typeof(byte[]) ? "BINARY"
            : Array.Find(Known, k => k.Element == element).Name;
    }
}
