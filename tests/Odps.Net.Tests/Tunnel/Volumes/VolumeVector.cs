using System.Security.Cryptography;
using System.Text.Json;

namespace Odps.Net.Tests.Tunnel.Volumes;

/// <summary>A framed volume file that another implementation has written.</summary>
internal sealed class VolumeVector
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Vectors", "volumes");

    private VolumeVector(string name, JsonElement json)
    {
        Name = name;
        ChunkSize = json.GetProperty("chunkSize").GetInt32();
        IsDeflated = json.GetProperty("contentEncoding").GetString() == "deflate";
        Sha256 = json.GetProperty("raw").GetProperty("sha256").GetString()!;
        JsonElement data = json.GetProperty("data");
        Data = data.TryGetProperty("hex", out JsonElement hex)
            ? Convert.FromHexString(hex.GetString()!)
            : [.. Enumerable.Range(0, data.GetProperty("length").GetInt32()).Select(i => (byte)((i * 31) + 7))];
        Assert.Equal(data.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(Data)));
    }

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    public string Name { get; }

    public int ChunkSize { get; }

    public bool IsDeflated { get; }

    /// <summary>Of the framed bytes, before compression.</summary>
    public string Sha256 { get; }

    public byte[] Data { get; }

    /// <summary>The body; null for the large one, which is known by its hash.</summary>
    public byte[]? Body => File.Exists(Path.Combine(Folder, Name + ".bin")) ? File.ReadAllBytes(Path.Combine(Folder, Name + ".bin")) : null;

    public static VolumeVector Load(string name) => new(name, JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json"))).RootElement);
}
