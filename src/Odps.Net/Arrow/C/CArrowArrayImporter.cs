using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Odps.Net.Arrow;

/// <summary>
/// Imports arrays over the Arrow C data interface, without copying. The content of the structure is moved into the array, which releases it when it and all
/// slices of it are disposed; the structure itself stays the caller's to free. What the producer says is trusted as far as sizes of buffers go, which the
/// interface does not state.
/// </summary>
/// <remarks>Spans over imported memory point to the producer's memory: they must not be used after the array or batch was disposed or dropped.</remarks>
public static unsafe class CArrowArrayImporter
{
    /// <summary>Imports an array.</summary>
    /// <param name="source">The structure; it is released when the import fails.</param>
    /// <param name="type">The type, imported by <see cref="CArrowSchemaImporter"/>.</param>
    /// <returns>The array; dispose it.</returns>
    /// <exception cref="OdpsDataException">The structure does not fit the type.</exception>
    public static ArrowArray ImportArray(CArrowArray* source, ArrowType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Import(source, type, static data => ArrowArrayFactory.Create(data, owned: true), static data => data.Retain());
    }

    /// <summary>Imports a batch, which is an array of structs without nulls.</summary>
    /// <param name="source">The structure; it is released when the import fails.</param>
    /// <param name="schema">The schema, imported by <see cref="CArrowSchemaImporter"/>.</param>
    /// <returns>The batch; dispose it.</returns>
    /// <exception cref="OdpsDataException">The structure does not fit the schema.</exception>
    public static RecordBatch ImportRecordBatch(CArrowArray* source, Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Import(
            source,
            ArrowType.Struct(schema.Fields.AsSpan()),
            data =>
            {
                var columns = new ArrayData[data.Children.Length];
                for (int i = 0; i < columns.Length; i++)
                {
                    columns[i] = data.StructChild(i);
                }

                return new RecordBatch(schema, columns, data.Length);
            },
            static data =>
            {
                if (data.NullCount > 0)
                {
                    throw new OdpsDataException("The imported array has rows that are null as a whole; a record batch has none. Import it as an array of structs.");
                }

                foreach (ArrayData child in data.Children)
                {
                    child.Retain();
                }
            });
    }

    private static T Import<T>(CArrowArray* source, ArrowType type, Func<ArrayData, T> make, Action<ArrayData> retain)
    {
        if (source is null)
        {
            throw new ArgumentNullException(nameof(source));
        }

        if (source->IsReleased)
        {
            throw new ArgumentException("The ArrowArray structure was released; there is nothing to import.", nameof(source));
        }

        var memory = new ImportedMemory(source);
        var copies = new List<PooledMemory>();
        try
        {
            ArrayData data = Read(memory.Array, type, memory, copies, "array");
            retain(data);
            return make(data);
        }
        finally
        {
            memory.Release();
            foreach (PooledMemory copy in copies)
            {
                copy.Release();
            }
        }
    }

    private static ArrayData Read(CArrowArray* source, ArrowType type, ImportedMemory memory, List<PooledMemory> copies, string path)
    {
        ArrayLayout layout = ArrayLayouts.Of(type);
        ImmutableArray<Field> fields = ArrayLayouts.Children(type);
        int bufferCount = ArrayLayouts.BufferCount(layout);
        if (source is null || source->BufferCount != bufferCount || source->ChildCount != fields.Length
            || (bufferCount > 0 && source->Buffers is null) || (fields.Length > 0 && source->Children is null))
        {
            throw Invalid(path, source is null ? "it is missing" : string.Create(
                CultureInfo.InvariantCulture, $"it has {source->BufferCount} buffers and {source->ChildCount} children; the type {type.Name} has {bufferCount} and {fields.Length}"));
        }

        if (source->Length < 0 || source->Offset < 0 || source->Length > int.MaxValue - 64 - source->Offset || source->NullCount < -1 || source->NullCount > source->Length)
        {
            throw Invalid(path, string.Create(CultureInfo.InvariantCulture, $"its length is {source->Length}, its offset {source->Offset}, its null count {source->NullCount}"));
        }

        int length = (int)source->Length;
        int offset = (int)source->Offset;
        int nullCount = layout == ArrayLayout.Null ? length : (int)source->NullCount;
        var buffers = new ArrowBuffer[bufferCount];
        if (bufferCount > 0 && source->Buffers[0] is not null)
        {
            buffers[0] = Buffer(0, Bitmap.ByteCount(offset + length), 1);
        }
        else if (bufferCount > 0)
        {
            nullCount = nullCount > 0 ? throw Invalid(path, "it has nulls and no validity bitmap") : 0;
        }

        int width = ArrayLayouts.Width(type);
        switch (layout)
        {
            case ArrayLayout.Bits:
                buffers[1] = Buffer(1, length == 0 ? 0 : Bitmap.ByteCount(offset + length), 1);
                break;
            case ArrayLayout.Fixed or ArrayLayout.Dictionary:
                buffers[1] = Buffer(1, length == 0 ? 0 : (offset + (long)length) * width, width);
                break;
            case ArrayLayout.Variable32 or ArrayLayout.Variable64 or ArrayLayout.List32 or ArrayLayout.List64:
                buffers[1] = Buffer(1, length == 0 ? 0 : (offset + length + 1L) * width, width);
                break;
        }

        if (layout is ArrayLayout.Variable32 or ArrayLayout.Variable64)
        {
            // The interface states no sizes; the last offset is where the data ends.
            long end = length == 0 ? 0
                : width == 4 ? Unsafe.ReadUnaligned<int>(source->Buffers[1] + ((offset + (long)length) * 4))
                : Unsafe.ReadUnaligned<long>(source->Buffers[1] + ((offset + (long)length) * 8));
            buffers[2] = Buffer(2, end, 1);
        }

        var children = new ArrayData[fields.Length];
        for (int i = 0; i < children.Length; i++)
        {
            children[i] = Read(source->Children[i], fields[i].DataType, memory, copies, $"{path}/{fields[i].Name}");
            if (layout == ArrayLayout.Struct && children[i].Length < offset + length)
            {
                throw Invalid(path, string.Create(CultureInfo.InvariantCulture, $"field '{fields[i].Name}' has {children[i].Length} slots; its struct needs {offset + length}"));
            }
        }

        ArrayData? dictionary = type is DictionaryType encoded ? Read(source->Dictionary, encoded.ValueType, memory, copies, $"{path}/dictionary") : null;
        var data = new ArrayData(type, length, nullCount, offset, buffers, children, dictionary);
        if (ArrayValidator.Find(data, ArrowValidation.Offsets) is string problem)
        {
            throw Invalid(path, problem);
        }

        return data;

        ArrowBuffer Buffer(int index, long size, int elementWidth)
        {
            if (size == 0)
            {
                return default;
            }

            nint address = (nint)source->Buffers[index];
            if (size < 0 || size > int.MaxValue || address == 0)
            {
                throw Invalid(path, string.Create(CultureInfo.InvariantCulture, $"its buffer {index} would have {size} bytes{(address == 0 ? " and is missing" : "")}"));
            }

            int alignment = elementWidth is 2 or 4 ? elementWidth : elementWidth >= 8 ? 8 : 1;
            if (address % alignment == 0)
            {
                return new ArrowBuffer(memory, address, (int)size);
            }

            PooledMemory copy = PooledMemory.Rent(null, (int)size);
            copies.Add(copy);
            new ReadOnlySpan<byte>((void*)address, (int)size).CopyTo(copy.Writable);
            return new ArrowBuffer(copy, 0, (int)size);
        }
    }

    private static OdpsDataException Invalid(string path, string what) => new($"The imported Arrow {path} is not valid: {what}.");
}
