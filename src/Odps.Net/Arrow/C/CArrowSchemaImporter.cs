using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Odps.Net.Arrow;

/// <summary>
/// Imports types over the Arrow C data interface. The content of the structure is copied and then released, also when the import fails; the structure
/// itself stays the caller's to free.
/// </summary>
public static unsafe class CArrowSchemaImporter
{
    private const int MaxDepth = 64;

    /// <summary>Imports a type.</summary>
    /// <param name="source">The structure.</param>
    /// <exception cref="OdpsDataException">The type is not supported, or the structure is not valid.</exception>
    public static ArrowType ImportType(CArrowSchema* source) => ImportField(source).DataType;

    /// <summary>Imports a field.</summary>
    /// <param name="source">The structure.</param>
    /// <exception cref="OdpsDataException">The type is not supported, or the structure is not valid.</exception>
    public static Field ImportField(CArrowSchema* source)
    {
        if (source is null)
        {
            throw new ArgumentNullException(nameof(source));
        }

        if (source->IsReleased)
        {
            throw new ArgumentException("The ArrowSchema structure was released; there is nothing to import.", nameof(source));
        }

        try
        {
            return Read(source, 1);
        }
        finally
        {
            CArrowSchema.Release(source);
        }
    }

    /// <summary>Imports a schema, which is a struct of its fields.</summary>
    /// <param name="source">The structure.</param>
    /// <exception cref="OdpsDataException">It is not a struct, a type is not supported, or the structure is not valid.</exception>
    public static Schema ImportSchema(CArrowSchema* source)
    {
        Field field = ImportField(source);
        return field.DataType is ArrowStructType type
            ? new Schema(type.Fields, field.Metadata)
            : throw new OdpsDataException($"The imported Arrow type {field.DataType.Name} is not a struct, and so not a schema.");
    }

    private static Field Read(CArrowSchema* source, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new OdpsDataException($"The imported Arrow type is nested deeper than {MaxDepth} levels.");
        }

        if (source->Format is null || source->ChildCount < 0 || (source->ChildCount > 0 && source->Children is null))
        {
            throw new OdpsDataException("The imported ArrowSchema structure has no format, or no children where it announces some.");
        }

        ImmutableArray<Field>.Builder children = ImmutableArray.CreateBuilder<Field>();
        for (long i = 0; i < source->ChildCount; i++)
        {
            children.Add(Read(source->Children[i], depth + 1));
        }

        ArrowType type = CFormat.Parse(Text(source->Format), children.ToImmutable(), (source->Flags & CArrowSchema.MapKeysSorted) != 0);
        if (source->Dictionary is not null)
        {
            type = type.TypeId is >= ArrowTypeId.Int8 and <= ArrowTypeId.UInt64
                ? ArrowType.Dictionary(type, Read(source->Dictionary, depth + 1).DataType, (source->Flags & CArrowSchema.DictionaryOrdered) != 0)
                : throw new OdpsDataException($"The imported dictionary has indices of type {type.Name}; they must be integers.");
        }

        return new Field(source->Name is null ? "" : Text(source->Name), type, (source->Flags & CArrowSchema.Nullable) != 0, ReadMetadata(source->Metadata));
    }

    private static KeyValueMetadata ReadMetadata(byte* bytes)
    {
        if (bytes is null)
        {
            return KeyValueMetadata.Empty;
        }

        int count = ReadNumber(ref bytes);
        var pairs = new List<KeyValuePair<string, string>>();
        for (int i = 0; i < count; i++)
        {
            string key = ReadText(ref bytes);
            pairs.Add(new(key, ReadText(ref bytes)));
        }

        return new KeyValueMetadata(pairs);
    }

    private static string ReadText(ref byte* bytes)
    {
        int length = ReadNumber(ref bytes);
        string text = Encoding.UTF8.GetString(bytes, length);
        bytes += length;
        return text;
    }

    private static int ReadNumber(ref byte* bytes)
    {
        int number = Unsafe.ReadUnaligned<int>(bytes);
        bytes += 4;
        return number >= 0 ? number : throw new OdpsDataException("The imported ArrowSchema structure has metadata of a negative length.");
    }

    private static string Text(byte* text) => Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
}
