namespace Odps.Net.Arrow;

/// <summary>An array of structs: an array for each field, of the same length.</summary>
public sealed class StructArray : ArrowArray
{
    private readonly ArrowArray?[] _fields;

    internal StructArray(ArrayData data)
        : base(data) => _fields = new ArrowArray?[data.Children.Length];

    /// <summary>The number of fields.</summary>
    public int FieldCount => _fields.Length;

    /// <summary>The values of a field, a slot for each slot of this array. A value counts only where the struct itself is not null. Belongs to this array.</summary>
    /// <param name="index">The zero-based field.</param>
    public ArrowArray Field(int index) => _fields[index] ??= ArrowArrayFactory.Create(Data.StructChild(index));

    /// <summary>The values of a field, found by name: an exact match first, otherwise in any letter case.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">There is no such field.</exception>
    public ArrowArray Field(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var type = (ArrowStructType)DataType;
        foreach (StringComparison comparison in (ReadOnlySpan<StringComparison>)[StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase])
        {
            for (int i = 0; i < type.Fields.Length; i++)
            {
                if (type.Fields[i].Name.Equals(name, comparison))
                {
                    return Field(i);
                }
            }
        }

        throw new ArgumentException($"The struct {type.Name} has no field '{name}'.", nameof(name));
    }

    /// <summary>Builds arrays of structs: append to each field's builder and call <see cref="Append"/>, once a slot.</summary>
    public sealed class Builder : ArrowArrayBuilder<StructArray, Builder>
    {
        private readonly ArrowArrayBuilder[] _builders;

        /// <summary>Creates an empty builder.</summary>
        /// <param name="type">The type.</param>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowStructType type, ArrowMemoryPool? pool = null)
            : base(type, pool)
        {
            ArgumentNullException.ThrowIfNull(type);
            _builders = [.. type.Fields.Select(f => Create(f.DataType, pool))];
        }

        /// <summary>Takes the values of a field.</summary>
        /// <param name="index">The zero-based field.</param>
        public ArrowArrayBuilder FieldBuilder(int index) => _builders[index];

        /// <summary>Appends a struct that is not null. Its fields are appended to their builders, before or after.</summary>
        public Builder Append() => Appended();

        private protected override void ReleaseBuffers()
        {
            foreach (ArrowArrayBuilder builder in _builders)
            {
                builder.Dispose();
            }
        }

        internal override void CheckComplete()
        {
            for (int i = 0; i < _builders.Length; i++)
            {
                if (_builders[i].Length != Length)
                {
                    throw new InvalidOperationException($"The struct builder has {Length} slots, and {_builders[i].Length} values of field '{((ArrowStructType)DataType).Fields[i].Name}'.");
                }

                _builders[i].CheckComplete();
            }
        }

        private protected override void AppendEmpty()
        {
            foreach (ArrowArrayBuilder builder in _builders)
            {
                builder.AppendNullSlot();
            }
        }

        private protected override ArrayData Finish(ArrowBuffer validity) =>
            new(DataType, Length, NullCount, 0, [validity], [.. _builders.Select(b => b.FinishData())]);
    }
}
