using Microsoft.AspNetCore.Http;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Faults;

/// <summary>Sends an answer whose body is cut or changed.</summary>
internal static class FaultedAnswer
{
    public static async Task SendAsync(
        HttpContext context,
        ServiceResponse response,
        IReadOnlyList<FaultHandle> changes,
        Func<HttpContext, ServiceResponse, CancellationToken, Task> send,
        CancellationToken cancellationToken)
    {
        byte[]? whole = response.WriteBody is null ? response.Body.ToArray() : null;
        if (whole is null && changes.Any(c => Position(c.Fault.Action) < 0))
        {
            using var rendered = new MemoryStream();
            await response.WriteBody!(rendered, cancellationToken).ConfigureAwait(false);
            whole = rendered.ToArray();
        }

        (FaultHandle Handle, long Offset)[] at = [.. changes.Select(c => (c, Offset(c.Fault.Action, whole?.Length))).OrderBy(c => c.Item2)];
        (FaultHandle Handle, long Offset) cut = at.FirstOrDefault(c => c.Handle.Fault.Action is FaultAction.Cut);
        bool hasLength = response.WriteBody is null;

        // Bodies with a length have no end that could be missing behind their last byte.
        if (cut.Handle?.Fault.Action is not FaultAction.Cut { Manner: var manner } || (hasLength && cut.Offset >= whole!.Length && manner != CutManner.Stall))
        {
            cut = (null!, long.MaxValue);
            manner = CutManner.Complete;
        }

        async Task WriteAsync(Stream output, CancellationToken token)
        {
            var body = new FaultedBody(output, at, cut.Offset);
            if (whole is not null)
            {
                await body.WriteAsync(whole, token).ConfigureAwait(false);
            }
            else
            {
                await response.WriteBody!(body, token).ConfigureAwait(false);
            }

            await body.EndAsync(token).ConfigureAwait(false);
        }

        if (manner is CutManner.Reset or CutManner.Close)
        {
            var raw = new RawAnswer(ClientConnection.Of(context), response, hasLength ? whole!.Length : null);
            await raw.SendHeadAsync(cancellationToken).ConfigureAwait(false);
            bool isCut = await IsCutAsync(WriteAsync(raw.Body, cancellationToken), cut.Handle).ConfigureAwait(false);
            if (!isCut)
            {
                await raw.Body.EndAsync(cancellationToken).ConfigureAwait(false);
            }

            throw new ConnectionLostException(isCut && manner == CutManner.Reset ? ConnectionEnd.Reset : ConnectionEnd.Close);
        }

        var changed = new ServiceResponse
        {
            Status = response.Status,
            ContentType = response.ContentType,
            ErrorCode = response.ErrorCode,
            BodyLength = hasLength ? manner == CutManner.Stall ? whole!.Length : Math.Min(whole!.Length, cut.Offset) : null,
            WriteBody = async (output, token) =>
            {
                if (await IsCutAsync(WriteAsync(output, token), cut.Handle).ConfigureAwait(false) && manner == CutManner.Stall)
                {
                    await output.FlushAsync(token).ConfigureAwait(false);
                    await Task.Delay(Timeout.Infinite, token).ConfigureAwait(false);
                }
            },
        };
        foreach ((string name, string value) in response.Headers)
        {
            changed.Headers[name] = value;
        }

        await send(context, changed, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> IsCutAsync(Task writing, FaultHandle? cut)
    {
        try
        {
            await writing.ConfigureAwait(false);
            return false;
        }
        catch (BodyEndedException)
        {
            cut?.Hit();
            return true;
        }
    }

    private static long Position(FaultAction action) => action switch
    {
        FaultAction.Cut cut => cut.Bytes,
        FaultAction.Corrupt corrupt => corrupt.Offset,
        _ => 0,
    };

    /// <summary>The place counted from the start; behind every body when it is before the start of this one.</summary>
    private static long Offset(FaultAction action, int? length)
    {
        long position = Position(action);
        return position >= 0 ? position : position + length!.Value >= 0 ? position + length.Value : action is FaultAction.Cut ? 0 : long.MaxValue;
    }
}
