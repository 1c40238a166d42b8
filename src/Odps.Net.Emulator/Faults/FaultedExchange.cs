using System.Globalization;
using Microsoft.AspNetCore.Http;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Faults;

/// <summary>A request to which faults happen, from its arrival to the end of its answer.</summary>
internal sealed class FaultedExchange(HttpContext context, FaultHandle[] due, TimeProvider clock)
{
    /// <summary>What happens before the request is handled: it waits, loses its connection, or gets an answer that is not the service's.</summary>
    /// <returns>The answer in the place of the service's; null when the service is to answer.</returns>
    /// <exception cref="ConnectionLostException">The connection is to end.</exception>
    public async Task<ServiceResponse?> ReceiveAsync(ServiceRequest request, bool withJsonErrors, CancellationToken cancellationToken)
    {
        foreach (FaultHandle handle in due)
        {
            switch (handle.Fault.Action)
            {
                case FaultAction.Delay(var time):
                    handle.Hit();
                    await Task.Delay(time, clock, cancellationToken).ConfigureAwait(false);
                    break;
                case FaultAction.Lose(var bodyBytes, var end):
                    handle.Hit();
                    await SkipBodyAsync(bodyBytes, cancellationToken).ConfigureAwait(false);
                    throw new ConnectionLostException(end);
                case FaultAction.Status status:
                    handle.Hit();
                    await SkipBodyAsync(status.ReadsBody ? long.MaxValue : 0, cancellationToken).ConfigureAwait(false);
                    return Answer(status, request, withJsonErrors);
                case FaultAction.CorruptRequest(var offset, var mask):
                    context.Request.Body = new CorruptedRequestStream(context.Request.Body, offset, mask, handle);
                    break;
                case FaultAction.MoveSlot or FaultAction.ResizeSlots or FaultAction.ExpireSession:
                    request.Faults = [.. request.Faults, handle];
                    break;
            }
        }

        return null;
    }

    /// <summary>Sends the answer, or what the faults leave of it.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="send">Sends an answer as it is.</param>
    /// <param name="cancellationToken">Ends the sending.</param>
    /// <exception cref="ConnectionLostException">The connection is to end.</exception>
    public async Task SendAsync(
        ServiceResponse response, Func<HttpContext, ServiceResponse, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        var changes = new List<FaultHandle>();
        foreach (FaultHandle handle in due)
        {
            switch (handle.Fault.Action)
            {
                case FaultAction.DelayAnswer(var time):
                    handle.Hit();
                    await Task.Delay(time, clock, cancellationToken).ConfigureAwait(false);
                    break;
                case FaultAction.DropAnswer(var end):
                    handle.Hit();
                    throw new ConnectionLostException(end);
                case FaultAction.Cut or FaultAction.Corrupt:
                    changes.Add(handle);
                    break;
            }
        }

        if (changes.Count == 0 || HttpMethods.IsHead(context.Request.Method))
        {
            await send(context, response, cancellationToken).ConfigureAwait(false);
            return;
        }

        await FaultedAnswer.SendAsync(context, response, changes, send, cancellationToken).ConfigureAwait(false);
    }

    private ServiceResponse Answer(FaultAction.Status fault, ServiceRequest request, bool withJsonErrors)
    {
        string message = fault.Message ?? "A fault of the emulator answers in the place of the service.";
        ServiceResponse response = fault.ErrorCode is null
            ? Page(fault.Code)
            : ErrorResponse.Create(new EmulatorException(fault.ErrorCode, message, fault.Code), request.RequestId, $"http://{context.Request.Host}", withJsonErrors);
        return response.With("Retry-After", fault.RetryAfter is { } wait ? Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>What a gateway in front of the service answers.</summary>
    private static ServiceResponse Page(int status) => new()
    {
        Status = status,
        ContentType = "text/html",
        Body = System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>")),
    };

    private async Task SkipBodyAsync(long bytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        long left = bytes;
        int read = 1;
        while (left > 0 && read > 0)
        {
            read = await context.Request.Body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancellationToken).ConfigureAwait(false);
            left -= read;
        }
    }
}
