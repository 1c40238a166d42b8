namespace Odps.Net;

/// <summary>MAP&lt;k,v&gt;.</summary>
public sealed class MapType : OdpsType
{
    internal MapType(OdpsType key, OdpsType value)
        : base(OdpsTypeKind.Map)
    {
        KeyType = key;
        ValueType = value;
        Name = $"MAP<{key.Name},{value.Name}>";
    }

    /// <summary>The type of the keys.</summary>
    public OdpsType KeyType { get; }

    /// <summary>The type of the values; any value may be null.</summary>
    public OdpsType ValueType { get; }

    /// <inheritdoc/>
    public override string Name { get; }
}
