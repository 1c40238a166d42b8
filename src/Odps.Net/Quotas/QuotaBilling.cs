using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>How a quota is paid for. What the service leaves out is <see langword="null"/>.</summary>
public sealed record QuotaBilling
{
    /// <summary>The method, for example <c>payasyougo</c> or <c>subscription</c>.</summary>
    public string? Method { get; init; }

    /// <summary>The specification, for example <c>OdpsStandard</c>.</summary>
    public string? Specification { get; init; }

    /// <summary>The order.</summary>
    public string? OrderId { get; init; }

    internal static QuotaBilling Read(JsonElement json) => new()
    {
        Method = json.Text("billingMethod"),
        Specification = json.Text("OdpsSpecCode"),
        OrderId = json.Has("orderId") ? json.GetProperty("orderId").TextOf() : null,
    };
}
