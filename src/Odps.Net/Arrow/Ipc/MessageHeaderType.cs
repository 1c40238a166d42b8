namespace Odps.Net.Arrow;

/// <summary>What a message holds; the numbers are those of the Arrow format.</summary>
internal enum MessageHeaderType : byte
{
    None = 0,
    Schema = 1,
    DictionaryBatch = 2,
    RecordBatch = 3,
    Tensor = 4,
    SparseTensor = 5,
}
