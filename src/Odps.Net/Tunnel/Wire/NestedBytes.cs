using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Odps.Net.Tunnel.Wire;

/// <summary>A place in the bytes of a nested value that <see cref="NestedScanner"/> has gone over, so that nothing can be wrong with them.</summary>
internal ref struct NestedBytes(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>The bytes from the place on.</summary>
    public readonly ReadOnlySpan<byte> Rest => _bytes[_position..];

    public long ReadInteger() => Varint.UnZigZag(ReadNumber());

    /// <remarks>The buffer of the decoder has bytes behind its end, so that a number may be read as if it had the most bytes.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadNumber()
    {
        nint position = _position;
        ulong number = Varint.Read(ref MemoryMarshal.GetReference(_bytes), ref position);
        _position = (int)position;
        return number;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Take(int count)
    {
        ReadOnlySpan<byte> taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }

    /// <summary>Goes behind a value that is not NULL.</summary>
    public void Skip(ValuePlan plan)
    {
        switch (plan.Coding)
        {
            case FieldCoding.Float:
                _position += sizeof(float);
                break;
            case FieldCoding.Double:
                _position += sizeof(double);
                break;
            case FieldCoding.Bytes:
                Take((int)ReadNumber());
                break;
            case FieldCoding.SecondsAndNanoseconds:
                ReadNumber();
                ReadNumber();
                break;
            case FieldCoding.Array:
                SkipList(plan.Children[0]);
                break;
            case FieldCoding.Map:
                SkipList(plan.Children[0]);
                SkipList(plan.Children[1]);
                break;
            case FieldCoding.Struct:
                foreach (ValuePlan field in plan.Children)
                {
                    SkipElement(field);
                }

                break;
            case FieldCoding.Vector:
                Take((int)ReadNumber() * (plan.Children[0].Kind == OdpsTypeKind.Float ? sizeof(float) : sizeof(double)));
                break;
            default:
                ReadNumber();
                break;
        }
    }

    /// <summary>Goes behind the elements of an ARRAY, or the keys or values of a MAP, and their count.</summary>
    public void SkipList(ValuePlan element)
    {
        for (int left = (int)ReadNumber(); left > 0; left--)
        {
            SkipElement(element);
        }
    }

    private void SkipElement(ValuePlan plan)
    {
        if (ReadNumber() == 0)
        {
            Skip(plan);
        }
    }
}
