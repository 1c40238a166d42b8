using System.Text.Json;
using Odps.Net.Tests.Tunnel.Wire;

namespace Odps.Net.Tests.Tunnel.Upsert;

/// <summary>Upsert sessions and bucket hashes as other implementations have them.</summary>
internal static class UpsertVectors
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Vectors", "upsert");

    public static JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json"))).RootElement;

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".bin"));

    public static ColumnCollection Columns(JsonElement session) => new(
        session.GetProperty("schema").GetProperty("columns").EnumerateArray().Select(c => new Column(c.GetProperty("name").GetString()!, OdpsType.Parse(c.GetProperty("type").GetString()!))));

    /// <summary>The rows of a session in their order.</summary>
    public static IEnumerable<(string Operation, long Hash, int Bucket, object?[] Values)> Operations(JsonElement session)
    {
        ColumnCollection columns = Columns(session);
        return session.GetProperty("operations").EnumerateArray().Select(o => (
            o.GetProperty("operation").GetString()!,
            o.GetProperty("hash").GetInt64(),
            o.GetProperty("bucket").GetInt32(),
            o.GetProperty("values").EnumerateArray().Select((v, i) => VectorValue.Parse(columns[i].Type, v)).ToArray()));
    }

    /// <summary>Sets all values of a record, in the order of its columns.</summary>
    public static void Fill(Record record, params object?[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            record[i] = values[i];
        }
    }
}
