using System.Numerics;

namespace Odps.Net.Compression;

/// <summary>A Huffman code for literals: built from counts, limited to 11 bits, written as weights (RFC 8878, 4.2.1).</summary>
internal sealed unsafe class ZstdHuffmanCode
{
    private const int Symbols = 256;
    private const int MaxBits = ZstdFormat.MaxHuffmanBits;
    private const int FullCode = 1 << MaxBits;

    private readonly uint[] _codes = new uint[Symbols];
    private readonly byte[] _lengths = new byte[Symbols];
    private readonly byte[] _weights = new byte[Symbols];
    private readonly ulong[] _leaves = new ulong[Symbols];
    private readonly uint[] _nodeCounts = new uint[2 * Symbols];
    private readonly ushort[] _parents = new ushort[2 * Symbols];
    private readonly FseEncodingTable _weightTable = new(ZstdFormat.MaxWeightLog, ZstdFormat.MaxWeightSymbol);
    private int _lastSymbol;

    /// <summary>For each symbol its code in the upper 24 bits and the code's length in the low byte.</summary>
    public ReadOnlySpan<uint> Codes => _codes;

    /// <summary>Builds the code.</summary>
    /// <param name="counts">How often each symbol occurs; at least two do.</param>
    /// <returns>The bits that the counted symbols take in all.</returns>
    public long Build(ReadOnlySpan<int> counts)
    {
        int leaves = 0;
        for (int symbol = 0; symbol < Symbols; symbol++)
        {
            _lengths[symbol] = 0;
            if (counts[symbol] != 0)
            {
                _leaves[leaves++] = ((ulong)counts[symbol] << 8) | (uint)symbol;
                _lastSymbol = symbol;
            }
        }

        Array.Sort(_leaves, 0, leaves);
        AssignLengths(leaves);
        LimitLengths(leaves);
        AssignCodes();
        long bits = 0;
        for (int leaf = 0; leaf < leaves; leaf++)
        {
            bits += (long)(_leaves[leaf] >> 8) * _lengths[(byte)_leaves[leaf]];
        }

        return bits;
    }

    /// <summary>Writes the table; at most 129 bytes.</summary>
    /// <returns>The end of the table, or null where this code has no description that is worth it.</returns>
    public byte* Write(byte* output)
    {
        int maxLength = 0;
        foreach (byte length in _lengths)
        {
            maxLength = Math.Max(maxLength, length);
        }

        for (int symbol = 0; symbol < _lastSymbol; symbol++)
        {
            _weights[symbol] = (byte)(_lengths[symbol] == 0 ? 0 : maxLength + 1 - _lengths[symbol]);
        }

        // The last symbol's weight follows from the others.
        ReadOnlySpan<byte> weights = _weights.AsSpan(0, _lastSymbol);
        byte* end = WriteCompressed(weights, output + 1);
        long compressed = end - output - 1;
        if (end != null && compressed < 128 && (compressed < (weights.Length + 1) / 2 || weights.Length > 128))
        {
            *output = (byte)compressed;
            return end;
        }

        if (weights.Length > 128)
        {
            return null;
        }

        *output++ = (byte)(127 + weights.Length);
        for (int symbol = 0; symbol < weights.Length; symbol += 2)
        {
            int second = symbol + 1 < weights.Length ? weights[symbol + 1] : 0;
            *output++ = (byte)((weights[symbol] << 4) | second);
        }

        return output;
    }

    /// <summary>Writes one stream, from the last literal to the first.</summary>
    /// <returns>The end of the stream.</returns>
    public static byte* Encode(byte* literals, int length, uint* codes, byte* output)
    {
        var bits = new ZstdBitWriter(output);
        byte* current = literals + length;
        for (int odd = length % 4; odd > 0; odd--)
        {
            uint code = codes[*--current];
            bits.Add(code >> 8, (byte)code);
        }

        bits.Flush();
        while (current > literals)
        {
            uint code1 = codes[current[-1]];
            uint code2 = codes[current[-2]];
            uint code3 = codes[current[-3]];
            uint code4 = codes[current[-4]];
            bits.Add(code1 >> 8, (byte)code1);
            bits.Add(code2 >> 8, (byte)code2);
            bits.Add(code3 >> 8, (byte)code3);
            bits.Add(code4 >> 8, (byte)code4);
            bits.Flush();
            current -= 4;
        }

        return bits.Close();
    }

    /// <summary>The plain Huffman construction: leaves and inner nodes both come in rising order, so that two queues do.</summary>
    private void AssignLengths(int leaves)
    {
        int nodes = leaves;
        int leaf = 0;
        int inner = leaves;
        for (int index = 0; index < leaves; index++)
        {
            _nodeCounts[index] = (uint)(_leaves[index] >> 8);
        }

        int total = (2 * leaves) - 1;
        while (nodes < total)
        {
            int first = leaf < leaves && (inner >= nodes || _nodeCounts[leaf] <= _nodeCounts[inner]) ? leaf++ : inner++;
            int second = leaf < leaves && (inner >= nodes || _nodeCounts[leaf] <= _nodeCounts[inner]) ? leaf++ : inner++;
            _nodeCounts[nodes] = _nodeCounts[first] + _nodeCounts[second];
            _parents[first] = _parents[second] = (ushort)nodes;
            nodes++;
        }

        // From the root down, a node's count gives way to its depth.
        _nodeCounts[total - 1] = 0;
        for (int node = total - 2; node >= 0; node--)
        {
            _nodeCounts[node] = _nodeCounts[_parents[node]] + 1;
        }

        for (int index = 0; index < leaves; index++)
        {
            _lengths[(byte)_leaves[index]] = (byte)Math.Min(_nodeCounts[index], MaxBits);
        }
    }

    /// <summary>Cutting long codes off makes the code overfull; others get longer until it fits, then the best use what is left.</summary>
    private void LimitLengths(int leaves)
    {
        int used = 0;
        for (int leaf = 0; leaf < leaves; leaf++)
        {
            used += FullCode >> _lengths[(byte)_leaves[leaf]];
        }

        for (int leaf = 0; used > FullCode; leaf = (leaf + 1) % leaves)
        {
            ref byte length = ref _lengths[(byte)_leaves[leaf]];
            while (length < MaxBits && used > FullCode)
            {
                length++;
                used -= FullCode >> length;
            }
        }

        while (used < FullCode)
        {
            for (int leaf = leaves - 1; leaf >= 0; leaf--)
            {
                ref byte length = ref _lengths[(byte)_leaves[leaf]];
                if (length > 1 && FullCode >> length <= FullCode - used)
                {
                    used += FullCode >> length;
                    length--;
                }
            }
        }
    }

    private void AssignCodes()
    {
        Span<uint> next = stackalloc uint[MaxBits + 2];
        next.Clear();
        foreach (byte length in _lengths)
        {
            next[length]++;
        }

        uint code = 0;
        for (int length = MaxBits; length > 0; length--)
        {
            uint count = next[length];
            next[length] = code;
            code = (code + count) >> 1;
        }

        for (int symbol = 0; symbol < Symbols; symbol++)
        {
            int length = _lengths[symbol];
            _codes[symbol] = length == 0 ? 0 : (next[length]++ << 8) | (uint)length;
        }
    }

    private byte* WriteCompressed(ReadOnlySpan<byte> weights, byte* output)
    {
        if (weights.Length < 3)
        {
            return null;
        }

        Span<int> counts = stackalloc int[ZstdFormat.MaxWeightSymbol + 1];
        counts.Clear();
        int highest = 0;
        foreach (byte weight in weights)
        {
            counts[weight]++;
            highest = Math.Max(highest, weight);
        }

        if (counts[..(highest + 1)].IndexOf(weights.Length) >= 0)
        {
            return null;
        }

        int log = FseNormalization.ChooseLog(weights.Length, highest, ZstdFormat.MaxWeightLog);
        Span<short> probabilities = stackalloc short[ZstdFormat.MaxWeightSymbol + 1];
        probabilities = probabilities[..(highest + 1)];
        FseNormalization.Normalize(counts[..(highest + 1)], weights.Length, log, probabilities);
        output = FseNormalization.Write(probabilities, log, output);
        _weightTable.Build(probabilities, log);
        FseEncodingTable.View table = _weightTable.Pointers;

        // Two states take turns; the first weight belongs to the first of them, which is read first and so written last.
        var bits = new ZstdBitWriter(output);
        int index = weights.Length - 1;
        bool odd = (weights.Length & 1) != 0;
        uint state1 = table.Start(weights[odd ? index : index - 1]);
        uint state2 = table.Start(weights[odd ? index - 1 : index]);
        for (index -= 2; index >= 0; index--)
        {
            if ((index & 1) == 0)
            {
                state1 = table.Encode(state1, weights[index], ref bits);
            }
            else
            {
                state2 = table.Encode(state2, weights[index], ref bits);
            }

            bits.Flush();
        }

        table.End(state2, ref bits);
        table.End(state1, ref bits);
        return bits.Close();
    }
}
