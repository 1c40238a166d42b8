using System.Buffers;
using System.Runtime.CompilerServices;

namespace Odps.Net.Compression;

/// <summary>
/// Finds the matches of a block. Positions are counted over the life of the finder, so that what its tables know of earlier
/// frames is recognized as too old and nothing is cleared between frames.
/// </summary>
internal abstract unsafe class ZstdMatchFinder(ZstdParameters parameters) : IDisposable
{
    /// <summary>No match starts so close to the end: a search reads 8 bytes, one position ahead.</summary>
    protected const int Tail = 10;

    /// <summary>Positions start again, and the tables are cleared, beyond this.</summary>
    private const uint MaxPosition = 1u << 31;

    private const ulong Prime5 = 889523592379UL;
    private const ulong Prime6 = 227718039650203UL;
    private const ulong Prime8 = 0xCF1BBCDCB7A56463UL;

    private uint[] _table = [];
    private uint[] _second = [];
    private uint _frameStart = 1;
    private uint _blockStart = 1;

    /// <summary>The bits of the tables that are used; fewer for short input, so that they stay in the cache.</summary>
    protected int HashLog { get; private set; }

    /// <inheritdoc cref="HashLog"/>
    protected int SecondLog { get; private set; }

    protected ZstdParameters Parameters { get; } = parameters;

    public static ZstdMatchFinder Create(ZstdParameters parameters)
        => parameters.Strategy switch
        {
            ZstdStrategy.Fast => new ZstdFastMatchFinder(parameters),
            ZstdStrategy.DoubleFast => new ZstdDoubleFastMatchFinder(parameters),
            _ => new ZstdChainMatchFinder(parameters),
        };

    /// <summary>Starts a frame: nothing before it is referred to.</summary>
    /// <param name="contentSize">The length of the content where it is known.</param>
    public void BeginFrame(int? contentSize)
    {
        if (_table.Length == 0)
        {
            _table = Rent(Parameters.HashLog);
            _second = Parameters.SecondLog == 0 ? [] : Rent(Parameters.SecondLog);
        }

        int needed = contentSize is { } size ? Math.Max(8, System.Numerics.BitOperations.Log2((uint)size | 1) + 1) : 31;
        HashLog = Math.Min(Parameters.HashLog, needed);
        SecondLog = Math.Min(Parameters.SecondLog, needed);
        _frameStart = _blockStart;
    }

    /// <summary>Finds the matches of the next block.</summary>
    /// <param name="buffer">Earlier input of the frame, then the block.</param>
    /// <param name="start">Where the block starts.</param>
    /// <param name="repeats">The repeat offsets before the block, then those after it.</param>
    /// <param name="sequences">Receives the sequences, already begun.</param>
    public void Find(ReadOnlySpan<byte> buffer, int start, ref ZstdRepeatOffsets repeats, ZstdSequences sequences)
    {
        int length = buffer.Length - start;
        RestartIfFar();
        uint end = _blockStart + (uint)length;
        // What may be referred to: the frame, as far as the buffer still holds it, within the window of the last position.
        uint lowest = Math.Max(_frameStart, _blockStart - Math.Min((uint)start, _blockStart));
        uint window = 1u << Parameters.WindowLog;
        if (end > window)
        {
            lowest = Math.Max(lowest, end - window);
        }

        fixed (byte* pointer = buffer)
        fixed (uint* table = _table)
        fixed (uint* second = _second)
        {
            byte* block = pointer + start;
            var span = new Block
            {
                Origin = block - _blockStart,
                Start = block,
                End = block + length,
                Lowest = lowest,
                Table = table,
                Second = second,
            };
            if (length > Tail)
            {
                Find(in span, ref repeats, sequences);
            }
            else
            {
                sequences.AddLastLiterals(span.Start, span.End);
            }
        }

        _blockStart = end;
    }

    /// <summary>Passes a block by that is written without looking for matches.</summary>
    public void Skip(int length)
    {
        RestartIfFar();
        _blockStart += (uint)length;
    }

    public void Dispose()
    {
        if (_table.Length != 0)
        {
            ArrayPool<uint>.Shared.Return(_table);
            _table = [];
        }

        if (_second.Length != 0)
        {
            ArrayPool<uint>.Shared.Return(_second);
            _second = [];
        }
    }

    /// <summary>Finds the matches of a block that is longer than <see cref="Tail"/>.</summary>
    protected abstract void Find(in Block block, ref ZstdRepeatOffsets repeats, ZstdSequences sequences);

    /// <summary>The hash of the first 5, 6 or 8 bytes; 8 are read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static uint Hash(byte* at, int bytes, int log)
    {
        ulong value = LittleEndian.Read64(at);
        return (uint)(bytes switch
        {
            5 => (value << 24) * Prime5,
            6 => (value << 16) * Prime6,
            _ => value * Prime8,
        } >> (64 - log));
    }

    /// <summary>After a restart nothing before the block is known any more, which costs the matches across this place only.</summary>
    private void RestartIfFar()
    {
        if (_blockStart > MaxPosition)
        {
            Array.Clear(_table);
            Array.Clear(_second);
            _frameStart = _blockStart = 1;
        }
    }

    private static uint[] Rent(int log)
    {
        uint[] table = ArrayPool<uint>.Shared.Rent(1 << log);
        Array.Clear(table);
        return table;
    }

    /// <summary>One block, and what may be referred to from it.</summary>
    protected struct Block
    {
        /// <summary>Where position 0 would be.</summary>
        public byte* Origin;
        public byte* Start;
        public byte* End;

        /// <summary>The first position that may be referred to.</summary>
        public uint Lowest;
        public uint* Table;
        public uint* Second;
    }
}
