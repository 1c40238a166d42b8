using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Odps.Net.Arrow;

/// <summary>Makes one array of two of the same type, in memory of its own. The result owns its memory.</summary>
internal sealed class ArrayConcatenation
{
    private readonly ArrowMemoryPool? _pool;
    private readonly List<SharedMemory> _made = [];

    private ArrayConcatenation(ArrowMemoryPool? pool) => _pool = pool;

    /// <exception cref="OdpsDataException">The offsets of one of the arrays are corrupt.</exception>
    public static ArrayData Concat(ArrayData first, ArrayData second, ArrowMemoryPool? pool)
    {
        var concatenation = new ArrayConcatenation(pool);
        try
        {
            ArrayData result = concatenation.Join(first, second);
            result.Retain();
            return result;
        }
        finally
        {
            foreach (SharedMemory memory in concatenation._made)
            {
                memory.Release();
            }
        }
    }

    private ArrayData Join(ArrayData first, ArrayData second)
    {
        int length = checked(first.Length + second.Length);
        ArrowBuffer[] buffers = new ArrowBuffer[first.Buffers.Length];
        ArrayData[] children = [];
        if (buffers.Length > 0 && first.NullCount + second.NullCount > 0)
        {
            buffers[0] = Bits(first, second, validity: true);
        }

        switch (first.Layout)
        {
            case ArrayLayout.Bits:
                buffers[1] = Bits(first, second, validity: false);
                break;
            case ArrayLayout.Fixed or ArrayLayout.Dictionary:
                buffers[1] = Fixed(first, second);
                break;
            case ArrayLayout.Variable32:
                buffers[1] = Offsets<int>(first, second);
                buffers[2] = Bytes(first, second);
                break;
            case ArrayLayout.Variable64:
                buffers[1] = Offsets<long>(first, second);
                buffers[2] = Bytes(first, second);
                break;
            case ArrayLayout.List32:
                buffers[1] = Offsets<int>(first, second);
                children = [Join(Elements(first), Elements(second))];
                break;
            case ArrayLayout.List64:
                buffers[1] = Offsets<long>(first, second);
                children = [Join(Elements(first), Elements(second))];
                break;
            case ArrayLayout.Struct:
                children = new ArrayData[first.Children.Length];
                for (int i = 0; i < children.Length; i++)
                {
                    children[i] = Join(first.StructChild(i), second.StructChild(i));
                }

                break;
        }

        if (first.Dictionary is not null)
        {
            if (!ReferenceEquals(first.Dictionary, second.Dictionary))
            {
                throw new OdpsDataException($"two arrays of type {first.Type.Name} with different dictionaries cannot be put together");
            }
        }

        return new ArrayData(first.Type, length, first.NullCount + second.NullCount, 0, buffers, children, first.Dictionary);
    }

    private static ArrayData Elements(ArrayData list)
    {
        (int start, int end) = Range(list, list.Children[0].Length);
        return list.Children[0].Slice(start, end - start);
    }

    /// <summary>The part of the data that the slots use.</summary>
    private static (int Start, int End) Range(ArrayData data, int available)
    {
        if (data.Length == 0)
        {
            return default;
        }

        long start = data.OffsetAt(0);
        long end = data.OffsetAt(data.Length);
        if (start < 0 || start > end || end > available)
        {
            ArrowThrow.Offsets(data.Type, 0, start, end, available);
        }

        return ((int)start, (int)end);
    }

    private ArrowBuffer Bits(ArrayData first, ArrayData second, bool validity)
    {
        using var bits = new GrowableBuffer(_pool);
        bits.AppendZeros(Bitmap.ByteCount(first.Length + second.Length));
        Copy(first, 0);
        Copy(second, first.Length);
        return Made(bits);

        void Copy(ArrayData data, int at)
        {
            if (validity && data.NullCount == 0)
            {
                Bitmap.Fill(bits.Span, at, data.Length);
            }
            else if (data.Length > 0)
            {
                Bitmap.CopyTo(data.Buffers[validity ? 0 : 1].Span, data.Offset, data.Length, bits.Span, at);
            }
        }
    }

    private ArrowBuffer Fixed(ArrayData first, ArrayData second)
    {
        int width = ArrayLayouts.Width(first.Type);
        using var values = new GrowableBuffer(_pool);
        foreach (ArrayData data in (ReadOnlySpan<ArrayData>)[first, second])
        {
            if (data.Length > 0)
            {
                data.Buffers[1].Span.Slice(data.Offset * width, data.Length * width).CopyTo(values.Append(data.Length * width));
            }
        }

        return Made(values);
    }

    private ArrowBuffer Offsets<T>(ArrayData first, ArrayData second)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        using var buffer = new GrowableBuffer(_pool);
        buffer.AppendValue(T.Zero);
        T end = T.Zero;
        foreach (ArrayData data in (ReadOnlySpan<ArrayData>)[first, second])
        {
            ReadOnlySpan<T> offsets = data.Offsets<T>();
            if (offsets.IsEmpty)
            {
                continue;
            }

            Span<T> target = MemoryMarshal.Cast<byte, T>(buffer.Append(data.Length * Unsafe.SizeOf<T>()));
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = checked(end + offsets[i + 1] - offsets[0]);
            }

            end = target[^1];
        }

        return Made(buffer);
    }

    private ArrowBuffer Bytes(ArrayData first, ArrayData second)
    {
        using var values = new GrowableBuffer(_pool);
        foreach (ArrayData data in (ReadOnlySpan<ArrayData>)[first, second])
        {
            (int start, int end) = Range(data, data.Buffers[2].Length);
            data.Buffers[2].Span[start..end].CopyTo(values.Append(end - start));
        }

        return Made(values);
    }

    /// <summary>The buffer; the reference that it was made with is given up at the end.</summary>
    private ArrowBuffer Made(GrowableBuffer growable)
    {
        ArrowBuffer buffer = growable.Detach();
        if (buffer.Owner is not null)
        {
            _made.Add(buffer.Owner);
        }

        return buffer;
    }
}
