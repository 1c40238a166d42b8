using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Odps.Net.Arrow;

namespace Odps.Net.Tests.Arrow;

/// <summary>Compares C structures with the JSON of what another implementation shows.</summary>
internal static unsafe class CDataJson
{
    public static void AssertSchema(JsonObject expected, CArrowSchema* actual, string where)
    {
        Equal(expected["format"]!.GetValue<string>(), Text(actual->Format), $"{where}: format");
        Equal(expected["name"]?.GetValue<string>(), Text(actual->Name), $"{where}: name");
        Equal(expected["flags"]!.GetValue<long>(), actual->Flags, $"{where}: flags");
        Equal(Pairs(Convert.FromHexString(expected["metadataBytes"]?.GetValue<string>() ?? "")), Pairs(Metadata(actual->Metadata)), $"{where}: metadata");
        JsonArray children = expected["children"]?.AsArray() ?? [];
        Equal(children.Count, actual->ChildCount, $"{where}: children");
        for (int i = 0; i < children.Count; i++)
        {
            AssertSchema(children[i]!.AsObject(), actual->Children[i], $"{where}/{i}");
        }

        Equal(expected["dictionary"] is not null, actual->Dictionary is not null, $"{where}: dictionary");
        if (actual->Dictionary is not null)
        {
            AssertSchema(expected["dictionary"]!.AsObject(), actual->Dictionary, $"{where}/dictionary");
        }
    }

    public static void AssertArray(JsonObject expected, CArrowArray* actual, string where)
    {
        Equal(expected["length"]!.GetValue<long>(), actual->Length, $"{where}: length");
        Equal(expected["nullCount"]!.GetValue<long>(), actual->NullCount, $"{where}: null count");
        Equal(expected["offset"]!.GetValue<long>(), actual->Offset, $"{where}: offset");
        Equal(expected["nBuffers"]!.GetValue<long>(), actual->BufferCount, $"{where}: buffers");
        JsonArray nulls = expected["nullBuffers"]?.AsArray() ?? [];
        for (int i = 0; i < nulls.Count; i++)
        {
            Equal(nulls[i]!.GetValue<bool>(), actual->Buffers[i] is null, $"{where}: buffer {i} is null");
        }

        JsonArray children = expected["children"]?.AsArray() ?? [];
        Equal(children.Count, actual->ChildCount, $"{where}: children");
        for (int i = 0; i < children.Count; i++)
        {
            AssertArray(children[i]!.AsObject(), actual->Children[i], $"{where}/{i}");
        }

        Equal(expected["dictionary"] is not null, actual->Dictionary is not null, $"{where}: dictionary");
        if (actual->Dictionary is not null)
        {
            AssertArray(expected["dictionary"]!.AsObject(), actual->Dictionary, $"{where}/dictionary");
        }
    }

    private static void Equal<T>(T expected, T actual, string what) => Assert.True(EqualityComparer<T>.Default.Equals(expected, actual), $"{what} is {actual} instead of {expected}");

    private static string? Text(byte* text) => text is null ? null : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    private static byte[] Metadata(byte* bytes)
    {
        if (bytes is null)
        {
            return [];
        }

        int length = 4;
        for (int i = 2 * *(int*)bytes; i > 0; i--)
        {
            length += 4 + BinaryPrimitives.ReadInt32LittleEndian(new ReadOnlySpan<byte>(bytes + length, 4));
        }

        return new ReadOnlySpan<byte>(bytes, length).ToArray();
    }

    /// <summary>The pairs in the order of their keys; the producer does not keep theirs.</summary>
    private static string Pairs(byte[] bytes)
    {
        var texts = new List<string>();
        for (int at = 4; at < bytes.Length;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
            texts.Add(Encoding.UTF8.GetString(bytes, at + 4, length));
            at += 4 + length;
        }

        Assert.True(bytes.Length == 0 || BinaryPrimitives.ReadInt32LittleEndian(bytes) * 2 == texts.Count, "metadata count");
        return string.Join(';', texts.Chunk(2).Select(p => $"{p[0]}={p[1]}").Order(StringComparer.Ordinal));
    }
}
