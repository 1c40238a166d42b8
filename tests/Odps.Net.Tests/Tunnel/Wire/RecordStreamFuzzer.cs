using System.Globalization;
using System.Text;
using Odps.Net.Tunnel;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tests.Tunnel.Wire;

/// <summary>
/// Reads damaged record streams: well-formed ones that are changed at random, with checksums repaired in a part of them so that the damage gets past
/// the checksums. Each must end at its verified end or in an <see cref="OdpsDataException"/>; read in pieces it must end in exactly the same way;
/// and what is allocated must stay in proportion to the bytes of the stream.
/// </summary>
internal sealed class RecordStreamFuzzer
{
    private const int Bases = 64;

    // Lengths and counts at the edges of what a varint and an int hold.
    private static readonly ulong[] NastyNumbers =
        [0, 1, 2, 0x7F, 0x80, 0x3FFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000, long.MaxValue, ulong.MaxValue, 268_435_440, 268_435_448, 268_427_264];

    private readonly int _seed;
    private readonly List<(ColumnCollection Columns, byte[] Bytes)> _bases = [];
    private readonly RecordStreamOptions _options = new() { MaxFieldBytes = 1 << 20, MaxRowBytes = 1 << 21, BufferSize = 4096 };
    private Random _random;

    public RecordStreamFuzzer(int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        for (int i = 0; i < Bases; i++)
        {
            var rows = new RandomRecords(_random);
            ColumnCollection columns = rows.Columns(_random.Next(1, i % 8 == 0 ? 40 : 8), _random.Next(4));
            var stream = new MemoryStream();
            var writer = new RecordWriter(stream, columns, new RecordStreamOptions { LeaveOpen = true });
            foreach (Record record in rows.Rows(columns, _random.Next(5)))
            {
                Complete(writer.WriteAsync(record));
            }

            _ = Complete(writer.CompleteAsync());
            _bases.Add((columns, stream.ToArray()));
        }
    }

    /// <summary>Streams that were read.</summary>
    public long Streams { get; private set; }

    /// <summary>Those that ended in an error; the others were read to the end.</summary>
    public long Errors { get; private set; }

    /// <summary>Rows that were handed out.</summary>
    public long Rows { get; private set; }

    /// <summary>Checksums that were repaired, so that the reading went on behind them.</summary>
    public long Repairs { get; private set; }

    /// <summary>Reads one more damaged stream.</summary>
    /// <param name="number">Which one; it follows from the seed and this number alone.</param>
    /// <exception cref="InvalidOperationException">The reader did something that it must not do; the message tells how to repeat it.</exception>
    public void Run(long number)
    {
        _random = new Random(HashCode(_seed, number));
        (ColumnCollection columns, byte[] bytes) = _bases[_random.Next(Bases)];
        byte[] stream = bytes;
        for (int i = _random.Next(3) == 0 ? _random.Next(2, 6) : 1; i > 0; i--)
        {
            stream = Mutate(stream);
        }

        int repairs = _random.Next(4) == 0 ? 0 : 20;
        Streams++;
        try
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            string outcome = Read(columns, ref stream, pieceSize: int.MaxValue, repairs);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

            // An error costs some kilobytes for its stack trace and message, a value of one byte up to some hundred bytes as objects.
            if (allocated > 1_000_000 + (2000L * stream.Length))
            {
                throw new InvalidOperationException($"{allocated} bytes were allocated for a stream of {stream.Length} bytes.");
            }

            byte[] same = stream;
            string again = Read(columns, ref same, _random.Next(1, 8), repairs: 0);
            if (outcome != again)
            {
                throw new InvalidOperationException($"Read as a whole: {outcome} Read in pieces: {again}");
            }
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"Seed {_seed}, stream {number}: columns {columns}, bytes {Convert.ToHexStringLower(stream)}: {e.Message}"), e);
        }
    }

    private static int HashCode(int seed, long number)
    {
        ulong mixed = ((ulong)number + ((ulong)(uint)seed << 32)) * 0x9E37_79B9_7F4A_7C15;
        return (int)(mixed >> 33);
    }

    private static T Complete<T>(ValueTask<T> task) => task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("The task is not completed.");

    private static void Complete(ValueTask task)
    {
        if (!task.IsCompleted)
        {
            throw new InvalidOperationException("The task is not completed.");
        }

        task.GetAwaiter().GetResult();
    }

    /// <summary>Reads a stream to its end or error and says how it ended. A wrong checksum is repaired up to some times, and the reading begun again.</summary>
    private string Read(ColumnCollection columns, ref byte[] stream, int pieceSize, int repairs)
    {
        while (true)
        {
            RecordReader reader = new(new PieceStream(stream, pieceSize), columns, pieceSize < int.MaxValue ? _options with { BufferSize = 1 } : _options);
            try
            {
                while (Complete(reader.ReadAsync()))
                {
                    Rows++;
                    ReadValues(reader);
                }

                return $"end after {reader.RowsRead} rows";
            }
            catch (OdpsChecksumException e) when (repairs > 0)
            {
                repairs--;
                Repairs++;
                stream = Repair(stream, e);
            }
            catch (OdpsDataException e)
            {
                if (e.Row is null)
                {
                    throw new InvalidOperationException($"An error that does not say in which row: {e.Message}", e);
                }

                Errors += pieceSize == int.MaxValue ? 1 : 0;
                return $"{e.GetType().Name} after {reader.RowsRead} rows: {e.Message}";
            }
            finally
            {
                Complete(reader.DisposeAsync());
            }
        }
    }

    private static void ReadValues(RecordReader reader)
    {
        for (int i = 0; i < reader.Columns.Count; i++)
        {
            if (reader.IsNull(i))
            {
                continue;
            }

            switch (reader.Columns[i].Type.Kind)
            {
                case OdpsTypeKind.Decimal:
                    try
                    {
                        reader.GetOdpsDecimal(i);
                    }
                    catch (OverflowException)
                    {
                        // More than 38 digits.
                        reader.GetString(i);
                    }

                    break;
                case OdpsTypeKind.Double or OdpsTypeKind.Float:
                    reader.GetDouble(i);
                    break;
                case OdpsTypeKind.String:
                    reader.GetUtf8(i);
                    reader.GetString(i);
                    break;
                case OdpsTypeKind.Array or OdpsTypeKind.Map or OdpsTypeKind.Struct or OdpsTypeKind.Vector:
                    // As text: a damaged MAP may have a key twice, and then equals nothing.
                    string value = Text(reader.GetValue(i));
                    string walked = Text(NestedWalk.Read(reader.GetNested(i)));
                    if (value != walked)
                    {
                        throw new InvalidOperationException($"Column {i} is {value} as an object and {walked} where it lies.");
                    }

                    break;
                default:
                    reader.GetValue(i);
                    break;
            }
        }

        reader.GetRecord();
    }

    private static string Text(object? value)
    {
        var text = new StringBuilder();
        NestedValues.Append(text, value);
        return text.ToString();
    }

    /// <summary>Puts the right checksum behind its tag.</summary>
    private static byte[] Repair(byte[] stream, OdpsChecksumException error)
    {
        const string before = " is ";
        int start = error.Message.IndexOf("the checksum of the", StringComparison.Ordinal);
        start = error.Message.IndexOf(before, start, StringComparison.Ordinal) + before.Length;
        uint right = uint.Parse(error.Message.AsSpan(start, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        int tag = (int)error.Offset!.Value;
        int numberStart = End(stream, tag);
        Span<byte> number = stackalloc byte[16];
        int length = Varint.Write(ref number[0], 0, right);
        return [.. stream.AsSpan(0, numberStart), .. number[..length], .. stream.AsSpan(End(stream, numberStart))];
    }

    private static int End(byte[] stream, int position)
    {
        while (stream[position++] >= 0x80)
        {
        }

        return position;
    }

    private byte[] Mutate(byte[] stream)
    {
        int position = _random.Next(stream.Length + 1);
        int count = Math.Min(_random.Next(1, 9), stream.Length - position);
        ReadOnlySpan<byte> head = stream.AsSpan(0, position);
        ReadOnlySpan<byte> tail = stream.AsSpan(position + count);
        switch (_random.Next(9))
        {
            case 0:
                return head.ToArray();
            case 1:
                return [.. head, .. tail];
            case 2:
                var inserted = new byte[_random.Next(1, 9)];
                _random.NextBytes(inserted);
                return [.. head, .. inserted, .. stream.AsSpan(position)];
            case 3:
                Span<byte> number = stackalloc byte[16];
                int length = Varint.Write(ref number[0], 0, NastyNumbers[_random.Next(NastyNumbers.Length)]);
                return [.. head, .. number[..length], .. stream.AsSpan(Math.Min(position + _random.Next(3), stream.Length))];
            case 4:
                byte[] other = _bases[_random.Next(Bases)].Bytes;
                int from = _random.Next(other.Length);
                return [.. head, .. other.AsSpan(from, _random.Next(other.Length - from + 1))];
            case 5:
                return [.. head, .. stream.AsSpan(position, count), .. stream.AsSpan(position)];
            case 6:
                return [.. head, .. Enumerable.Repeat((byte)0xFF, _random.Next(1, 12)), .. tail];
            default:
                byte[] changed = [.. stream];
                if (position < changed.Length)
                {
                    changed[position] = _random.Next(2) == 0 ? (byte)(changed[position] ^ (1 << _random.Next(8))) : (byte)_random.Next(256);
                }

                return changed;
        }
    }

    /// <summary>Hands out a few bytes at a time, always at once.</summary>
    private sealed class PieceStream(byte[] bytes, int pieceSize) : MemoryStream(bytes, writable: false)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, pieceSize)], cancellationToken);
    }
}
