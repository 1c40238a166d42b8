using System.Security.Cryptography;

namespace Odps.Net.Emulator.Storage;

/// <summary>A resource as it is stored.</summary>
internal sealed record StoredResource(string Name, ObjectFields Fields, long Length)
{
    public const string Kind = "resource";

    public string Type => Fields["type"] ?? "file";

    public bool IsTemporary => Fields["temporary"] is not null;

    public bool IsReference => Fields["table"] is not null || Fields["volume"] is not null;

    public static StoredResource Of(StoredObject stored) => new(stored.Name, ObjectFields.Parse(stored.Document), stored.ContentLength);

    public static void CheckName(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.AsSpan().ContainsAny("/,|"))
        {
            throw new EmulatorException("InvalidParameter", $"'{name}' is not the name of a resource: it is empty, or has a slash, comma or bar.");
        }
    }

#pragma warning disable CA5351 // The protocol says MD5.
    public static string Checksum(byte[] content) => Convert.ToHexStringLower(MD5.HashData(content));
#pragma warning restore CA5351
}
