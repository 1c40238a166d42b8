namespace Odps.Net.Arrow;

/// <summary>An array of maps: lists of key and value pairs. <see cref="ListArray.Values"/> are the entries as structs.</summary>
public sealed class MapArray : ListArray
{
    private ArrowArray? _keys;
    private ArrowArray? _items;

    internal MapArray(ArrayData data)
        : base(data)
    {
    }

    /// <summary>The keys of all maps, found through <see cref="ListArray.ValueOffsets"/>. Belongs to this array.</summary>
    public ArrowArray Keys => _keys ??= ArrowArrayFactory.Create(Data.Children[0].StructChild(0));

    /// <summary>The values of all maps, beside <see cref="Keys"/>. Belongs to this array.</summary>
    public ArrowArray Items => _items ??= ArrowArrayFactory.Create(Data.Children[0].StructChild(1));

    /// <summary>Builds arrays of maps: <see cref="Append"/> begins a map, and what is then appended to the key and the value builder belongs to it.</summary>
    public new sealed class Builder : ArrowArrayBuilder<MapArray, Builder>
    {
        private readonly GrowableBuffer _offsets;

        /// <summary>Creates an empty builder.</summary>
        /// <param name="type">The type.</param>
        /// <param name="pool">Where memory comes from. Default: the garbage collector.</param>
        public Builder(ArrowMapType type, ArrowMemoryPool? pool = null)
            : base(type, pool)
        {
            ArgumentNullException.ThrowIfNull(type);
            _offsets = new GrowableBuffer(pool);
            KeyBuilder = Create(type.KeyType, pool);
            ValueBuilder = Create(type.ValueType, pool);
        }

        /// <summary>Takes the keys; as many as <see cref="ValueBuilder"/> takes values.</summary>
        public ArrowArrayBuilder KeyBuilder { get; }

        /// <summary>Takes the values.</summary>
        public ArrowArrayBuilder ValueBuilder { get; }

        /// <summary>Begins a map.</summary>
        public Builder Append()
        {
            AppendEmpty();
            return Appended();
        }

        private protected override void ReleaseBuffers()
        {
            _offsets.Dispose();
            KeyBuilder.Dispose();
            ValueBuilder.Dispose();
        }

        internal override void CheckComplete()
        {
            if (KeyBuilder.Length != ValueBuilder.Length)
            {
                throw new InvalidOperationException($"The map builder was given {KeyBuilder.Length} keys and {ValueBuilder.Length} values; each entry needs one of both.");
            }

            KeyBuilder.CheckComplete();
            ValueBuilder.CheckComplete();
        }

        private protected override void AppendEmpty() => _offsets.AppendValue(KeyBuilder.Length);

        private protected override ArrayData Finish(ArrowBuffer validity)
        {
            int count = KeyBuilder.Length;
            _offsets.AppendValue(count);
            var type = (ArrowMapType)DataType;
            var entries = new ArrayData(type.EntriesField.DataType, count, 0, 0, [default], [KeyBuilder.FinishData(), ValueBuilder.FinishData()]);
            return new(type, Length, NullCount, 0, [validity, _offsets.Detach()], [entries]);
        }
    }
}
