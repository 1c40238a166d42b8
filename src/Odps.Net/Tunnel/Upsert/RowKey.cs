using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tunnel;

/// <summary>
/// Finds the bucket of a row in its encoded form: goes over the fields as far as the last one that counts, hashes the key columns, and sees that columns
/// which are NOT NULL are there.
/// </summary>
internal sealed class RowKey
{
    private const byte Key = 1;
    private const byte Required = 2;

    private readonly ColumnCollection _columns;
    private readonly UpsertHasher _hasher;
    private readonly ValuePlan[] _plans;
    private readonly byte[] _roles;
    private readonly int _keys;
    private readonly int _required;
    private readonly int _lastKey;
    private readonly int _lastRequired;

    /// <exception cref="NotSupportedException">A key column is of a type that no hash is known for.</exception>
    public RowKey(ColumnCollection columns, IReadOnlyList<int> keyOrdinals, UpsertHasher hasher)
    {
        _columns = columns;
        _hasher = hasher;
        _plans = [.. columns.Select(ValuePlan.Of)];
        _roles = new byte[columns.Count];
        foreach (int ordinal in keyOrdinals)
        {
            CheckType(columns[ordinal]);
            _roles[ordinal] = Key;
        }

        for (int i = 0; i < _roles.Length; i++)
        {
            if (_roles[i] == Key)
            {
                _keys++;
                _lastKey = i;
            }
            else if (!columns[i].IsNullable)
            {
                _roles[i] = Required;
                _required++;
                _lastRequired = i;
            }
        }
    }

    /// <summary>The number that a row's bucket is the remainder of.</summary>
    /// <param name="row">The encoded row.</param>
    /// <param name="wholeRow">Whether columns that are NOT NULL have to be there; the key columns always have.</param>
    /// <exception cref="OdpsDataException">A column that has to be there is NULL, or a key has a value that cannot be hashed.</exception>
    public int Hash(ReadOnlySpan<byte> row, bool wholeRow)
    {
        // The end of a record and its checksum are behind the fields, so that numbers may be read with a look ahead; the buffer has room besides.
        ref byte origin = ref MemoryMarshal.GetReference(row);
        int last = wholeRow && _required > 0 ? Math.Max(_lastKey, _lastRequired) : _lastKey;
        int keys = 0;
        int required = 0;
        int sum = 0;
        nint position = 0;
        while (position < row.Length)
        {
            int ordinal = (int)(Varint.Read(ref origin, ref position) >> 3) - 1;
            if (ordinal > last)
            {
                break;
            }

            switch (_roles[ordinal])
            {
                case Key:
                    keys++;
                    sum = unchecked(sum + HashValue(row, ordinal, ref position));
                    break;
                case Required:
                    required++;
                    Skip(row, ordinal, ref position);
                    break;
                default:
                    Skip(row, ordinal, ref position);
                    break;
            }
        }

        if (keys != _keys || (wholeRow && required != _required))
        {
            ThrowMissing(row, wholeRow);
        }

        return KeyHash.Combine(sum);
    }

    private int HashValue(ReadOnlySpan<byte> row, int ordinal, ref nint position)
    {
        ref byte origin = ref MemoryMarshal.GetReference(row);
        ValuePlan plan = _plans[ordinal];
        switch (plan.Coding)
        {
            case FieldCoding.Int64 or FieldCoding.Int32 or FieldCoding.Int16 or FieldCoding.Int8:
                long number = Varint.UnZigZag(Varint.Read(ref origin, ref position));
                return plan.Kind == OdpsTypeKind.Date ? KeyHash.OfDays(_hasher, number) : KeyHash.OfInt64(_hasher, number);
            case FieldCoding.Boolean:
                return KeyHash.OfBoolean(Varint.Read(ref origin, ref position) != 0);
            case FieldCoding.Float:
                uint single = Little.ReadUInt32(ref origin, position);
                position += sizeof(uint);
                return KeyHash.OfFloat(_hasher, single);
            case FieldCoding.Double:
                ulong bits = Little.ReadUInt64(ref origin, position);
                position += sizeof(ulong);
                return KeyHash.OfDouble(_hasher, bits);
            case FieldCoding.SecondsAndNanoseconds:
                long seconds = Varint.UnZigZag(Varint.Read(ref origin, ref position));
                return KeyHash.OfSeconds(_hasher, seconds, Varint.UnZigZag(Varint.Read(ref origin, ref position)));
            default:
                int length = (int)Varint.Read(ref origin, ref position);
                ReadOnlySpan<byte> bytes = row.Slice((int)position, length);
                position += length;
                return HashBytes(ordinal, plan.Kind, bytes);
        }
    }

    private int HashBytes(int ordinal, OdpsTypeKind kind, ReadOnlySpan<byte> bytes)
    {
        switch (kind)
        {
            case OdpsTypeKind.Decimal:
                try
                {
                    return OdpsDecimal.TryParse(bytes, out OdpsDecimal number)
                        ? KeyHash.OfDecimal(_hasher, number, (DecimalType)_columns[ordinal].Type)
                        : throw new OverflowException();
                }
                catch (OverflowException e)
                {
                    throw new OdpsDataException(
                        $"Key column '{_columns[ordinal].Name}' of type {_columns[ordinal].Type} has a number whose bucket is not known: it needs more than 38 digits.", e)
                    {
                        Column = _columns[ordinal].Name,
                    };
                }

            case OdpsTypeKind.Binary when !IsPlain(bytes):
                throw new OdpsDataException(
                    $"Key column '{_columns[ordinal].Name}' of type BINARY has a value whose bucket is not known: MaxCompute's clients agree only on printable ASCII without '='. "
                    + "A row in the wrong bucket would not be found by its key.")
                {
                    Column = _columns[ordinal].Name,
                };
            default:
                return KeyHash.OfBytes(_hasher, bytes);
        }
    }

    /// <summary>Whether the clients that hash the bytes and those that hash their quoted-printable text come to the same.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~') && !bytes.Contains((byte)'=');

    private void Skip(ReadOnlySpan<byte> row, int ordinal, ref nint position)
    {
        ref byte origin = ref MemoryMarshal.GetReference(row);
        switch (_plans[ordinal].Coding)
        {
            case FieldCoding.Int64 or FieldCoding.Int32 or FieldCoding.Int16 or FieldCoding.Int8 or FieldCoding.Boolean:
                Varint.Read(ref origin, ref position);
                break;
            case FieldCoding.Float:
                position += sizeof(uint);
                break;
            case FieldCoding.Double:
                position += sizeof(ulong);
                break;
            case FieldCoding.Bytes:
                nint length = (nint)Varint.Read(ref origin, ref position);
                position += length;
                break;
            default:
                uint ignored = 0;
                position = new NestedScanner(ref origin, row.Length).Scan(_plans[ordinal], position, ref ignored);
                break;
        }
    }

    [DoesNotReturn]
    private void ThrowMissing(ReadOnlySpan<byte> row, bool wholeRow)
    {
        var found = new HashSet<int>();
        ref byte origin = ref MemoryMarshal.GetReference(row);
        nint position = 0;
        while (position < row.Length)
        {
            int ordinal = (int)(Varint.Read(ref origin, ref position) >> 3) - 1;
            if ((uint)ordinal >= (uint)_roles.Length)
            {
                break;
            }

            found.Add(ordinal);
            Skip(row, ordinal, ref position);
        }

        int missing = Enumerable.Range(0, _roles.Length).First(i => !found.Contains(i) && (_roles[i] == Key || (wholeRow && _roles[i] == Required)));
        string name = _columns[missing].Name;
        throw new OdpsDataException(_roles[missing] == Key ? $"Key column '{name}' was not set, or is NULL; a row has no place without its key." : $"Column '{name}' is NOT NULL and was not set.")
        {
            Column = name,
        };
    }

    private static void CheckType(Column column)
    {
        bool isKnown = column.Type.Kind is OdpsTypeKind.TinyInt or OdpsTypeKind.SmallInt or OdpsTypeKind.Int or OdpsTypeKind.BigInt
            or OdpsTypeKind.Float or OdpsTypeKind.Double or OdpsTypeKind.Boolean
            or OdpsTypeKind.String or OdpsTypeKind.Char or OdpsTypeKind.VarChar or OdpsTypeKind.Binary
            or OdpsTypeKind.Decimal or OdpsTypeKind.Date or OdpsTypeKind.DateTime
            or OdpsTypeKind.Timestamp or OdpsTypeKind.TimestampNtz or OdpsTypeKind.IntervalDayTime;
        if (!isKnown)
        {
            throw new NotSupportedException($"Key column '{column.Name}' is of type {column.Type}, for which no client knows the bucket hash; such a table cannot be written by upserts.");
        }
    }
}
