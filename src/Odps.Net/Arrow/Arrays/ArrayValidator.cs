using System.Globalization;
using System.Numerics;
using System.Text.Unicode;

namespace Odps.Net.Arrow;

/// <summary>The checks of values, one array at a time; children check themselves.</summary>
internal static class ArrayValidator
{
    /// <summary>What is wrong with an array; null when nothing is.</summary>
    public static string? Find(ArrayData data, ArrowValidation validation)
    {
        string? problem = data.Layout switch
        {
            ArrayLayout.Variable32 => FindOffset(data.Offsets<int>(), data.Buffers[2].Length),
            ArrayLayout.Variable64 => FindOffset(data.Offsets<long>(), data.Buffers[2].Length),
            ArrayLayout.List32 => FindOffset(data.Offsets<int>(), data.Children[0].Length),
            ArrayLayout.List64 => FindOffset(data.Offsets<long>(), data.Children[0].Length),
            _ => null,
        };
        return problem ?? (validation == ArrowValidation.Full ? FindValue(data) : null);
    }

    private static string? FindOffset<T>(ReadOnlySpan<T> offsets, long available)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (offsets.IsEmpty)
        {
            return null;
        }

        if (T.IsNegative(offsets[0]) || offsets[^1] > T.CreateSaturating(available))
        {
            return string.Create(CultureInfo.InvariantCulture, $"its offsets run from {offsets[0]} to {offsets[^1]}; there are {available}");
        }

        int backwards = FirstBackwards(offsets);
        return backwards < 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"its offsets run backwards at slot {backwards}, from {offsets[backwards]} to {offsets[backwards + 1]}");
    }

    private static int FirstBackwards<T>(ReadOnlySpan<T> offsets)
        where T : unmanaged, IBinaryInteger<T>
    {
        int i = 0;
        ReadOnlySpan<T> next = offsets[1..];
        if (Vector.IsHardwareAccelerated)
        {
            for (; i <= next.Length - Vector<T>.Count; i += Vector<T>.Count)
            {
                if (Vector.GreaterThanAny(new Vector<T>(offsets[i..]), new Vector<T>(next[i..])))
                {
                    break;
                }
            }
        }

        for (; i < next.Length; i++)
        {
            if (offsets[i] > next[i])
            {
                return i;
            }
        }

        return -1;
    }

    private static string? FindValue(ArrayData data)
    {
        if (data.Layout != ArrayLayout.Null && !data.Buffers[0].IsEmpty)
        {
            int nulls = data.Length - Bitmap.Count(data.Buffers[0].Span, data.Offset, data.Length);
            if (nulls != data.NullCount)
            {
                return string.Create(CultureInfo.InvariantCulture, $"it is said to have {data.NullCount} nulls and has {nulls}");
            }
        }

        return data.Type.TypeId switch
        {
            ArrowTypeId.String => FindText(data, data.Offsets<int>()),
            ArrowTypeId.LargeString => FindText(data, data.Offsets<long>()),
            ArrowTypeId.Dictionary => FindIndex(data),
            _ => null,
        };
    }

    private static string? FindText<T>(ArrayData data, ReadOnlySpan<T> offsets)
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<byte> values = data.Buffers[2].Span;
        for (int i = 0; i < data.Length; i++)
        {
            int start = int.CreateTruncating(offsets[i]);
            if (data.IsValid(i) && !Utf8.IsValid(values[start..int.CreateTruncating(offsets[i + 1])]))
            {
                return string.Create(CultureInfo.InvariantCulture, $"its text in slot {i} is not UTF-8");
            }
        }

        return null;
    }

    private static string? FindIndex(ArrayData data)
    {
        int count = data.Dictionary!.Length;
        for (int i = 0; i < data.Length; i++)
        {
            if (data.IsValid(i) && DictionaryArray.IndexAt(data, i) is long index && (index < 0 || index >= count))
            {
                return string.Create(CultureInfo.InvariantCulture, $"its index in slot {i} is {index}; the dictionary has {count} entries");
            }
        }

        return null;
    }
}
