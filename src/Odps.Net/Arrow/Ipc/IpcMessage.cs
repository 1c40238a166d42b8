namespace Odps.Net.Arrow;

/// <summary>A message as it was read: metadata, and the body in memory of its own. The metadata is valid until the next message is read.</summary>
internal readonly struct IpcMessage(ReadOnlyMemory<byte> metadata, MessageHeaderType type, PooledMemory? body, int bodyLength, long number, long offset)
{
    public ReadOnlyMemory<byte> Metadata { get; } = metadata;

    public MessageHeaderType Type { get; } = type;

    /// <summary>Holds one reference, which the receiver releases; null for an empty body.</summary>
    public PooledMemory? Body { get; } = body;

    public int BodyLength { get; } = bodyLength;

    /// <summary>Counted from 0.</summary>
    public long Number { get; } = number;

    /// <summary>Where the message starts in the stream.</summary>
    public long Offset { get; } = offset;

    public bool IsEnd => Type == MessageHeaderType.None;

    public FlatTable Header
    {
        get
        {
            if (!FlatTable.Root(Metadata.Span).TryGetTable(2, out FlatTable header))
            {
                throw new OdpsDataException("the message has no header");
            }

            return header;
        }
    }
}
