namespace Odps.Net.Arrow;

/// <summary>What a reader keeps between batches.</summary>
internal readonly struct BatchSource(ArrowReadOptions options, ArrowMemoryPool pool, BodyDecompressor decompressor, DictionaryStore? dictionaries)
{
    public ArrowReadOptions Options { get; } = options;

    public ArrowMemoryPool Pool { get; } = pool;

    public BodyDecompressor Decompressor { get; } = decompressor;

    public DictionaryStore? Dictionaries { get; } = dictionaries;
}
