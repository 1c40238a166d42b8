using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Odps.Net.Emulator.Sql.Binding;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Functions;

/// <summary>The inside of the cells of ARRAY, MAP and STRUCT: elements as cells. Their JSON is that of <see cref="NestedJson"/>.</summary>
internal static class NestedCells
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256, SkipValidation = true };

    public static List<object?> ReadArray(OdpsType element, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(e => ReadCell(element, e))];
    }

    public static List<(object? Key, object? Value)> ReadMap(MapType type, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(e => (ReadCell(type.KeyType, e[0]), ReadCell(type.ValueType, e[1])))];
    }

    public static object? ReadField(StructType type, int index, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return ReadCell(type.Fields[index].Type, document.RootElement[index]);
    }

    public static string WriteArray(IEnumerable<object?> cells, OdpsType element) => Write(writer =>
    {
        foreach (object? cell in cells)
        {
            WriteCell(writer, element, cell);
        }
    });

    public static string WriteMap(IEnumerable<(object? Key, object? Value)> entries, MapType type) => Write(writer =>
    {
        foreach ((object? key, object? value) in entries)
        {
            writer.WriteStartArray();
            WriteCell(writer, type.KeyType, key);
            WriteCell(writer, type.ValueType, value);
            writer.WriteEndArray();
        }
    });

    public static string WriteStruct(object?[] cells, StructType type) => Write(writer =>
    {
        for (int i = 0; i < cells.Length; i++)
        {
            WriteCell(writer, type.Fields[i].Type, cells[i]);
        }
    });

    private static string Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartArray();
            content(writer);
            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteCell(Utf8JsonWriter writer, OdpsType type, object? cell)
    {
        switch (cell)
        {
            case null:
                writer.WriteNullValue();
                break;
            case long number when !SqlTypes.IsReal(type):
                writer.WriteNumberValue(number);
                break;
            case long or double:
                writer.WriteStringValue(StoredValues.ToDouble(cell).ToString("R", CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                writer.WriteBase64StringValue(bytes);
                break;
            case string text when SqlTypes.IsNested(type):
                writer.WriteRawValue(text);
                break;
            default:
                writer.WriteStringValue((string)cell);
                break;
        }
    }

    private static object? ReadCell(OdpsType type, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => json.GetInt64(),
        JsonValueKind.Array => json.GetRawText(),
        _ when SqlTypes.IsReal(type) => StoredValues.FromDouble(double.Parse(json.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)),
        _ when type.Kind == OdpsTypeKind.Binary => json.GetBytesFromBase64(),
        _ => json.GetString(),
    };
}
