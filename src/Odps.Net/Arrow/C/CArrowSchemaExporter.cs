using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Odps.Net.Arrow;

/// <summary>Exports types over the Arrow C data interface. What is exported is a copy; the consumer releases it.</summary>
public static unsafe class CArrowSchemaExporter
{
    /// <summary>Exports a type, without a name.</summary>
    /// <param name="type">The type.</param>
    /// <param name="target">An empty structure, which is filled.</param>
    public static void ExportType(ArrowType type, CArrowSchema* target)
    {
        ArgumentNullException.ThrowIfNull(type);
        Export(type, null, 0, KeyValueMetadata.Empty, target);
    }

    /// <summary>Exports a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="target">An empty structure, which is filled.</param>
    public static void ExportField(Field field, CArrowSchema* target)
    {
        ArgumentNullException.ThrowIfNull(field);
        Export(field.DataType, field.Name, field.IsNullable ? CArrowSchema.Nullable : 0, field.Metadata, target);
    }

    /// <summary>Exports a schema, as a struct of its fields.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="target">An empty structure, which is filled.</param>
    public static void ExportSchema(Schema schema, CArrowSchema* target)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Export(ArrowType.Struct(schema.Fields.AsSpan()), null, 0, schema.Metadata, target);
    }

    private static void Export(ArrowType type, string? name, long flags, KeyValueMetadata metadata, CArrowSchema* target)
    {
        if (target is null)
        {
            throw new ArgumentNullException(nameof(target));
        }

        byte[] format = Text(CFormat.Of(type))!;
        byte[]? nameBytes = Text(name);
        byte[]? pairs = Pairs(metadata);
        var dictionary = type as DictionaryType;
        ImmutableArray<Field> children = ArrayLayouts.Children(type);
        nuint structs = (nuint)(children.Length + (dictionary is null ? 0 : 1)) * (nuint)sizeof(CArrowSchema);
        nuint pointers = (nuint)children.Length * (nuint)sizeof(void*);

        // One block for everything that this structure refers to, children included; these have blocks of their own.
        byte* block = (byte*)NativeMemory.AllocZeroed(structs + pointers + (nuint)(format.Length + (nameBytes?.Length ?? 0) + (pairs?.Length ?? 0) + 8));
        var childStructs = (CArrowSchema*)block;
        var childPointers = (CArrowSchema**)(block + structs);
        byte* texts = block + structs + pointers;
        *target = new CArrowSchema
        {
            Metadata = Place(ref texts, pairs),
            Format = Place(ref texts, format),
            Name = Place(ref texts, nameBytes),
            Flags = flags | (dictionary is { IsOrdered: true } ? CArrowSchema.DictionaryOrdered : 0) | (type is ArrowMapType { KeysSorted: true } ? CArrowSchema.MapKeysSorted : 0),
            ChildCount = children.Length,
            Children = children.Length == 0 ? null : childPointers,
            PrivateData = block,
            ReleaseCallback = &Release,
        };
        try
        {
            for (int i = 0; i < children.Length; i++)
            {
                childPointers[i] = &childStructs[i];
                ExportField(children[i], childPointers[i]);
            }

            if (dictionary is not null)
            {
                target->Dictionary = &childStructs[children.Length];
                ExportType(dictionary.ValueType, target->Dictionary);
            }
        }
        catch
        {
            // The children that were not reached are empty structures, which are skipped.
            for (int i = 0; i < children.Length; i++)
            {
                childPointers[i] = &childStructs[i];
            }

            CArrowSchema.Release(target);
            throw;
        }
    }

    private static byte* Place(ref byte* at, byte[]? bytes)
    {
        if (bytes is null)
        {
            return null;
        }

        byte* start = at;
        bytes.CopyTo(new Span<byte>(start, bytes.Length));
        at += bytes.Length;
        return start;
    }

    /// <summary>UTF-8 with a zero at the end.</summary>
    private static byte[]? Text(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text + '\0');

    private static byte[]? Pairs(KeyValueMetadata metadata)
    {
        if (metadata.Count == 0)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        Number(metadata.Count);
        foreach ((string key, string value) in metadata)
        {
            foreach (string text in (ReadOnlySpan<string>)[key, value])
            {
                byte[] utf8 = Encoding.UTF8.GetBytes(text);
                Number(utf8.Length);
                bytes.Write(utf8);
            }
        }

        return bytes.ToArray();

        void Number(int number)
        {
            Span<byte> buffer = stackalloc byte[4];
            Unsafe.WriteUnaligned(ref buffer[0], number);
            bytes.Write(buffer);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(CArrowSchema* schema)
    {
        if (schema->ReleaseCallback is null)
        {
            return;
        }

        for (long i = 0; i < schema->ChildCount; i++)
        {
            CArrowSchema.Release(schema->Children[i]);
        }

        if (schema->Dictionary is not null)
        {
            CArrowSchema.Release(schema->Dictionary);
        }

        NativeMemory.Free(schema->PrivateData);
        schema->ReleaseCallback = null;
    }
}
