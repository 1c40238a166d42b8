using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Odps.Net.Emulator.Storage;

/// <summary>
/// Nested values as JSON text that gives back exactly what was written: ARRAY and VECTOR are arrays, STRUCT is an array in the order of its
/// fields, MAP an array of [key, value] pairs in their order. Inside, a value has the form of its cell (see <see cref="StoredValues"/>), but a
/// real number is its shortest exact text, and bytes are base64.
/// </summary>
internal static class NestedJson
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };
    private static readonly JsonDocumentOptions ReaderOptions = new() { MaxDepth = 256 };

    public static string Write(OdpsType type, object value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            WriteValue(writer, type, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static object? Read(OdpsType type, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json, ReaderOptions);
        return ReadValue(type, document.RootElement);
    }

    private static void WriteValue(Utf8JsonWriter writer, OdpsType type, object? value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        switch (type)
        {
            case ArrayType array:
                WriteArray(writer, array.ElementType, (System.Collections.IEnumerable)value);
                break;
            case VectorType vector:
                WriteArray(writer, vector.ElementType, (System.Collections.IEnumerable)value);
                break;
            case MapType map:
                writer.WriteStartArray();
                foreach ((object key, object? item) in (OdpsMap)value)
                {
                    writer.WriteStartArray();
                    WriteValue(writer, map.KeyType, key);
                    WriteValue(writer, map.ValueType, item);
                    writer.WriteEndArray();
                }

                writer.WriteEndArray();
                break;
            case StructType fields:
                writer.WriteStartArray();
                var values = (OdpsStruct)value;
                for (int i = 0; i < fields.Fields.Length; i++)
                {
                    WriteValue(writer, fields.Fields[i].Type, values[i]);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteCell(writer, StoredValues.ToCell(type, value));
                break;
        }
    }

    private static void WriteArray(Utf8JsonWriter writer, OdpsType element, System.Collections.IEnumerable values)
    {
        writer.WriteStartArray();
        foreach (object? value in values)
        {
            WriteValue(writer, element, value);
        }

        writer.WriteEndArray();
    }

    private static void WriteCell(Utf8JsonWriter writer, object? cell)
    {
        switch (cell)
        {
            case null:
                writer.WriteNullValue();
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number:
                writer.WriteStringValue(number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                writer.WriteBase64StringValue(bytes);
                break;
            default:
                writer.WriteStringValue((string)cell);
                break;
        }
    }

    private static object? ReadValue(OdpsType type, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        switch (type)
        {
            case ArrayType array:
                return json.EnumerateArray().Select(e => ReadValue(array.ElementType, e)).ToArray();
            case VectorType { ElementType.Kind: OdpsTypeKind.Float } vector:
                return json.EnumerateArray().Select(e => (float)ReadValue(vector.ElementType, e)!).ToArray();
            case VectorType vector:
                return json.EnumerateArray().Select(e => (double)ReadValue(vector.ElementType, e)!).ToArray();
            case MapType map:
                return new OdpsMap(json.EnumerateArray().Select(e => new KeyValuePair<object, object?>(
                    ReadValue(map.KeyType, e[0])!, ReadValue(map.ValueType, e[1]))));
            case StructType fields:
                return new OdpsStruct(fields, json.EnumerateArray().Select((e, i) => ReadValue(fields.Fields[i].Type, e)).ToArray().AsSpan());
            default:
                return StoredValues.FromCell(type, ReadCell(type, json));
        }
    }

    private static object ReadCell(OdpsType type, JsonElement json) => type.Kind switch
    {
        _ when json.ValueKind == JsonValueKind.Number => json.GetInt64(),
        OdpsTypeKind.Float or OdpsTypeKind.Double =>
            StoredValues.FromDouble(double.Parse(json.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)),
        OdpsTypeKind.Binary => json.GetBytesFromBase64(),
        _ => json.GetString()!,
    };
}
