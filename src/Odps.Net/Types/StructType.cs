using System.Collections.Immutable;

namespace Odps.Net;

/// <summary>STRUCT&lt;name:t,...&gt;.</summary>
public sealed class StructType : OdpsType
{
    internal StructType(ImmutableArray<StructField> fields)
        : base(OdpsTypeKind.Struct)
    {
        Fields = fields;
        Name = $"STRUCT<{string.Join(",", fields.Select(f => $"{SqlText.IdentifierIfNeeded(f.Name)}:{f.Type.Name}"))}>";
    }

    /// <summary>The fields in order.</summary>
    public ImmutableArray<StructField> Fields { get; }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <summary>The position of a field, or -1. Letter case does not matter.</summary>
    /// <param name="name">The name of the field.</param>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Fields.Length; i++)
        {
            if (Fields[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
