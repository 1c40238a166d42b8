using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Tunnel.Faults;

/// <summary>What goes wrong with a request that a scripted service gets.</summary>
/// <param name="Name">What, for messages.</param>
/// <param name="Happen">
/// Does it. The second argument does what the request asks for, so that a fault can happen before or after it; the third answers with success.
/// </param>
internal sealed record ServiceFault(string Name, Func<LoopbackExchange, Func<Task>, Func<Task>, Task> Happen)
{
    /// <summary>All kinds, for packs, packets and commits alike.</summary>
    public static IReadOnlyList<ServiceFault> All { get; } =
    [
        new("none", async (exchange, act, answer) =>
        {
            await act();
            await answer();
        }),
        new("reset before the body", (exchange, _, _) =>
        {
            exchange.Abort();
            return Task.CompletedTask;
        }),
        new("reset after the body", async (exchange, _, _) =>
        {
            await exchange.ReadBodyAsync();
            exchange.Abort();
        }),
        new("answer dropped by reset", async (exchange, act, _) =>
        {
            await act();
            exchange.Abort();
        }),
        new("answer dropped by close", async (exchange, act, _) =>
        {
            await act();
            exchange.Close();
        }),
        new("answer broken in its head", async (exchange, act, _) =>
        {
            await act();
            await exchange.WriteAsync("HTTP/1.1 200 O"u8.ToArray());
            exchange.Close();
        }),
        Status(308),
        Status(400, "CorruptedDataStream"),
        Status(429, "FlowExceeded"),
        new("429 with Retry-After", (exchange, _, _) => exchange.RespondAsync(429, TunnelScript.Error("SlotExceeded"), "Retry-After: 3")),
        Status(500, "InternalServerError"),
        Status(502),
        Status(503, "ServiceUnavailable"),
        Status(504),
        new("500 after it was done", async (exchange, act, _) =>
        {
            await act();
            await exchange.RespondAsync(500, TunnelScript.Error("InternalServerError"));
        }),
        new("200 that says nothing, after it was done", async (exchange, act, _) =>
        {
            await act();
            await exchange.RespondAsync(200, "");
        }),
        Status(403, "NoPermission"),
    ];

    private static ServiceFault Status(int status, string? code = null) => new(
        $"{status} {code}".TrimEnd(), (exchange, _, _) => exchange.RespondAsync(status, code is null ? "" : TunnelScript.Error(code)));
}
