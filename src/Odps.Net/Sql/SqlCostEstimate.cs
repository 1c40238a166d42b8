using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What a query would cost, as the service estimates it.</summary>
/// <param name="UdfCount">The number of user-defined functions that it calls.</param>
/// <param name="Complexity">The factor by which its operators make the input dearer: 1 for a simple query, up to 4.</param>
/// <param name="InputBytes">The bytes that it would read.</param>
public sealed record SqlCostEstimate(int UdfCount, double Complexity, long InputBytes)
{
    internal static SqlCostEstimate Parse(string text, Instance instance)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement cost = document.RootElement.GetProperty("Cost").GetProperty("SQL");
            double complexity = cost.TryGetProperty("Complexity"u8, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 1;
            return new SqlCostEstimate((int)(cost.Number("UDF") ?? 0), complexity, cost.Number("Input") ?? 0);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new OdpsDataException($"Could not read the cost estimate of instance {instance}: its result is not the JSON that was expected.", e);
        }
    }
}
