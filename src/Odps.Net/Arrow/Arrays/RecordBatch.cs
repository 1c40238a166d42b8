namespace Odps.Net.Arrow;

/// <summary>
/// Columns of one length, in the order of a schema. A batch owns the memory of its columns: <c>using RecordBatch batch = ...</c> gives it back, once.
/// Columns and the spans that they show are views, valid until then. Immutable, and safe to read from several threads.
/// </summary>
public sealed partial class RecordBatch : IDisposable
{
    private readonly ArrayData[] _columns;
    private readonly ArrowArray?[] _arrays;
    private int _disposed;

    /// <summary>
    /// Creates a batch. Arrays that are owners (built, sliced, imported) hand their memory over and need not be disposed any more; arrays that belong to
    /// another batch share their memory with this one.
    /// </summary>
    /// <param name="schema">The fields.</param>
    /// <param name="columns">An array for each field, of the field's type.</param>
    /// <param name="length">The rows; every array has as many slots.</param>
    /// <exception cref="ArgumentException">An array is missing, or its type or length is not what the schema says.</exception>
    public RecordBatch(Schema schema, IReadOnlyList<ArrowArray> columns, int length)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (columns.Count != schema.Fields.Length)
        {
            throw new ArgumentException($"The schema has {schema.Fields.Length} fields; {columns.Count} columns were given.", nameof(columns));
        }

        for (int i = 0; i < columns.Count; i++)
        {
            Field field = schema.Fields[i];
            if (columns[i].Length != length)
            {
                throw new ArgumentException($"Column '{field.Name}' has {columns[i].Length} slots; the batch has {length} rows.", nameof(columns));
            }

            if (columns[i].DataType != field.DataType)
            {
                throw new ArgumentException($"Column '{field.Name}' is of type {columns[i].DataType.Name}; the schema says {field.DataType.Name}.", nameof(columns));
            }
        }

        Schema = schema;
        Length = length;
        _columns = new ArrayData[columns.Count];
        _arrays = new ArrowArray?[columns.Count];
        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i] = columns[i].TakeData();
        }
    }

    /// <summary>Takes over a share of the memory that the caller has taken for it.</summary>
    internal RecordBatch(Schema schema, ArrayData[] columns, int length)
    {
        Schema = schema;
        Length = length;
        _columns = columns;
        _arrays = new ArrowArray?[columns.Length];
    }

    /// <summary>The fields.</summary>
    public Schema Schema { get; }

    /// <summary>The number of rows.</summary>
    public int Length { get; }

    /// <summary>The number of columns.</summary>
    public int ColumnCount => _columns.Length;

    internal ReadOnlySpan<ArrayData> Data
    {
        get
        {
            ThrowIfDisposed();
            return _columns;
        }
    }

    /// <summary>A column; it belongs to the batch.</summary>
    /// <param name="index">The zero-based position.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public ArrowArray Column(int index)
    {
        ThrowIfDisposed();
        if ((uint)index >= (uint)_columns.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The batch has {_columns.Length} columns.");
        }

        return _arrays[index] ??= ArrowArrayFactory.Create(_columns[index]);
    }

    /// <summary>A column, found by name: an exact match first, otherwise in any letter case. It belongs to the batch.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="ObjectDisposedException">The batch was disposed.</exception>
    public ArrowArray Column(string name)
    {
        int index = Schema.GetFieldIndex(name);
        return index >= 0
            ? Column(index)
            : throw new ArgumentException($"There is no column '{name}'. The columns are: {string.Join(", ", Schema.Fields.Take(20).Select(f => f.Name))}{(ColumnCount > 20 ? ", ..." : "")}.", nameof(name));
    }

    /// <summary>Some of the rows, without copying. The slice owns a share of the memory: dispose it; it outlives this batch.</summary>
    /// <param name="offset">The first row.</param>
    /// <param name="length">The number of rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not all within the batch.</exception>
    public RecordBatch Slice(int offset, int length)
    {
        ThrowIfDisposed();
        if (offset < 0 || length < 0 || offset > Length - length)
        {
            ArrowThrow.Range(offset, length, Length);
        }

        var columns = new ArrayData[_columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = _columns[i].Slice(offset, length);
            columns[i].Retain();
        }

        return new RecordBatch(Schema, columns, length);
    }

    /// <summary>Some of the columns, in the given order, without copying. The result owns a share of the memory: dispose it; it outlives this batch.</summary>
    /// <param name="columns">The zero-based positions of the columns.</param>
    public RecordBatch Select(params ReadOnlySpan<int> columns)
    {
        ThrowIfDisposed();
        var fields = new Field[columns.Length];
        var data = new ArrayData[columns.Length];
        for (int i = 0; i < data.Length; i++)
        {
            fields[i] = Schema.Fields[columns[i]];
            data[i] = _columns[columns[i]];
        }

        foreach (ArrayData column in data)
        {
            column.Retain();
        }

        return new RecordBatch(new Schema(fields, Schema.Metadata), data, Length);
    }

    /// <summary>Gives the memory back, unless slices still use it. Further calls do nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            foreach (ArrayData column in _columns)
            {
                column.Release();
            }
        }
    }

    /// <summary>The schema and the number of rows.</summary>
    public override string ToString() => $"{Length} rows of {Schema}";

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
}
