using Odps.Net.Emulator;
using Odps.Net.Tests.Tunnel.Volumes;
using EmulatedFraming = Odps.Net.Emulator.Volumes.VolumeFraming;

namespace Odps.Net.Tests.Emulator.Objects;

/// <summary>The emulator's own framing of volume files against files that another implementation has written.</summary>
public class EmulatedVolumeFramingTests
{
    [Theory]
    [MemberData(nameof(VolumeVector.Names), MemberType = typeof(VolumeVector))]
    public void Vectors_are_read_and_where_the_chunk_size_is_the_usual_one_written(string name)
    {
        var vector = VolumeVector.Load(name);
        if (vector.Body is { } body && !vector.IsDeflated)
        {
            Assert.Equal(vector.Data, EmulatedFraming.Decode(body));
        }

        byte[] written = EmulatedFraming.Encode(vector.Data);
        Assert.Equal(vector.Data, EmulatedFraming.Decode(written));
        if (vector.ChunkSize == 512 * 1024)
        {
            Assert.Equal(vector.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(written)));
        }
    }

    [Theory]
    [InlineData("", "chunk size")]
    [InlineData("000800", "chunk size")]
    [InlineData("00000000", "chunk size of 0")]
    [InlineData("7FFFFFFF", "chunk size of 2147483647")]
    [InlineData("00080000FF", "checksum")]
    [InlineData("0008000068656C6C6FC5DE5E81", "c5de5e81")]
    [InlineData("0008000068656C6C6EC5DE5E80", "c5de5e80")]
    public void Damage_is_found(string hex, string word)
    {
        EmulatorException error = Assert.Throws<EmulatorException>(() => EmulatedFraming.Decode(Convert.FromHexString(hex)));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }
}
