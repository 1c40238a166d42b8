using System.Text.Json;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tests.Tunnel.Wire;

public sealed class Crc32CTests
{
    public enum Variant
    {
        Best,
        X86,
        Arm64,
        Table,
    }

    public static TheoryData<Variant> Variants => [.. Enum.GetValues<Variant>()];

    [SkippableTheory]
    [MemberData(nameof(Variants))]
    public void Checksums_of_the_sample_file_are_met(Variant variant)
    {
        SkipUnlessSupported(variant);
        JsonElement json = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "crc32c.json"))).RootElement;
        int count = 0;
        foreach (JsonElement vector in json.GetProperty("vectors").EnumerateArray())
        {
            byte[] input = Convert.FromHexString(vector.GetProperty("inputHex").GetString()!);
            Assert.Equal(vector.GetProperty("crc32c").GetString(), Hex(Compute(variant, input, 8)));
            Assert.Equal(vector.GetProperty("crc32c").GetString(), Hex(Compute(variant, input, 4)));
            Assert.Equal(vector.GetProperty("crc32c").GetString(), Hex(Compute(variant, input, 1)));
            count++;
        }

        foreach (JsonElement vector in json.GetProperty("primitives").EnumerateArray())
        {
            byte[] input = Convert.FromHexString(vector.GetProperty("bytesHex").GetString()!);
            Assert.Equal(vector.GetProperty("crc32c").GetString(), Hex(Compute(variant, input, 8)));
            count++;
        }

        JsonElement incremental = json.GetProperty("incremental");
        Assert.Equal(incremental.GetProperty("crc32c").GetString(), Hex(Compute(variant, Convert.FromHexString(incremental.GetProperty("concatenatedHex").GetString()!), 8)));
        Assert.True(count > 20);
    }

    [SkippableTheory]
    [MemberData(nameof(Variants))]
    public void Every_length_and_step_agrees_with_the_definition(Variant variant)
    {
        SkipUnlessSupported(variant);
        var random = new Random(11);
        for (int length = 0; length < 200; length++)
        {
            var input = new byte[length];
            random.NextBytes(input);
            uint expected = ByDefinition(input);
            Assert.Equal(expected, Compute(variant, input, 1));
            Assert.Equal(expected, Compute(variant, input, 4));
            Assert.Equal(expected, Compute(variant, input, 8));
            Assert.Equal(expected, Crc32C.Compute(input));
        }
    }

    private static void SkipUnlessSupported(Variant variant) =>
        Skip.If((variant == Variant.X86 && !X86Crc32C.IsSupported) || (variant == Variant.Arm64 && !Arm64Crc32C.IsSupported), "The processor has no such instruction.");

    private static uint Compute(Variant variant, ReadOnlySpan<byte> input, int step)
    {
        uint state = Crc32C.Start;
        for (; step == 8 && input.Length >= 8; input = input[8..])
        {
            ulong value = BitConverter.ToUInt64(input);
            state = variant switch
            {
                Variant.X86 => X86Crc32C.Append(state, value),
                Variant.Arm64 => Arm64Crc32C.Append(state, value),
                Variant.Table => TableCrc32C.Append(state, value),
                _ => Crc32C.Append(state, value),
            };
        }

        for (; step >= 4 && input.Length >= 4; input = input[4..])
        {
            uint value = BitConverter.ToUInt32(input);
            state = variant switch
            {
                Variant.X86 => X86Crc32C.Append(state, value),
                Variant.Arm64 => Arm64Crc32C.Append(state, value),
                Variant.Table => TableCrc32C.Append(state, value),
                _ => Crc32C.Append(state, value),
            };
        }

        foreach (byte value in input)
        {
            state = variant switch
            {
                Variant.X86 => X86Crc32C.Append(state, value),
                Variant.Arm64 => Arm64Crc32C.Append(state, value),
                Variant.Table => TableCrc32C.Append(state, value),
                _ => Crc32C.Append(state, value),
            };
        }

        return Crc32C.Finish(state);
    }

    private static uint ByDefinition(ReadOnlySpan<byte> input)
    {
        uint state = 0xFFFF_FFFF;
        foreach (byte value in input)
        {
            state ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                state = (state & 1) != 0 ? (state >> 1) ^ 0x82F6_3B78 : state >> 1;
            }
        }

        return ~state;
    }

    private static string Hex(uint value) => value.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
}
