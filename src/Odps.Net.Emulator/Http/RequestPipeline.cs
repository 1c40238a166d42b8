using System.Text.Json;
using System.Xml;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Odps.Net.Emulator.Faults;
using Odps.Net.Emulator.Security;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Http;

/// <summary>What happens to every request: it is noted, its signature checked, its handler found and run, and the answer or the error sent; faults may happen to it.</summary>
internal sealed class RequestPipeline(
    EmulatedService service,
    RequestAuthenticator authenticator,
    AccessControl access,
    CancellationToken stopping)
{
    private readonly OdpsEmulatorOptions _options = service.Options;

    public async Task ProcessAsync(HttpContext context)
    {
        string rawTarget = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        RequestTarget target = RequestTarget.Parse(rawTarget);
        string requestId = service.Ids.NextHex(12).ToUpperInvariant();
        RequestJournal.Entry entry = service.Journal.Add(Describe(context.Request, rawTarget, target, requestId));
        var request = new ServiceRequest(context.Request, target, requestId, _options.MaxRequestBytes) { BodyRead = body => entry.HasRead(body, _options.JournalBodyBytes) };

        FaultHandle[] due = service.Faults.Due(entry.Request);
        FaultedExchange? faulted = due.Length > 0 ? new FaultedExchange(context, due, _options.Clock) : null;

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            ServiceSurface surface = service.Surfaces.First(s => s.Below(request.Path) is not null);
            ServiceResponse? response = faulted is null ? null : await faulted.ReceiveAsync(request, surface.HasJsonErrors, ends.Token).ConfigureAwait(false);
            response ??= service.Stubs.Answer(entry.Request);
            response ??= await AnswerAsync(context, surface, request, ends.Token).ConfigureAwait(false);
            response = surface.IsTunnel ? response : GzipAnswer.Create(context.Request, response);
            response.Headers["x-odps-request-id"] = requestId;

            // The service's own clock, by which a client may tell how far its clock is off.
            response.Headers["Date"] = ServiceXml.HttpDate(_options.Clock.GetUtcNow());
            entry.Answered(response.Status, response.ErrorCode);
            _options.RequestCompleted?.Invoke(entry.Request);
            await (faulted is null ? SendAsync(context, response, ends.Token) : faulted.SendAsync(response, SendAsync, ends.Token)).ConfigureAwait(false);
        }
        catch (ConnectionLostException e)
        {
            if (e.End == ConnectionEnd.Close)
            {
                await ClientConnection.Of(context).CloseAsync(ends.Token).ConfigureAwait(false);
            }

            // The server resets a connection whose answer is not complete.
            context.Abort();
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private async Task<ServiceResponse> AnswerAsync(HttpContext context, ServiceSurface surface, ServiceRequest request, CancellationToken cancellationToken)
    {
        try
        {
            request.Path = surface.Below(request.Path)!;
            if (surface.IsSigned)
            {
                request.Caller = authenticator.Authenticate(request);
                access.Check(request);
            }

            if (_options.IsReadOnly && surface.IsUpload(request))
            {
                // The store would refuse the rows in the end; a client should know before it sends them.
                throw StoreErrors.ReadOnly();
            }

            return await surface.Routes.DispatchAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return ErrorResponse.Create(ToServiceError(e), request.RequestId, $"http://{context.Request.Host}", surface.HasJsonErrors);
        }
    }

    private static EmulatorException ToServiceError(Exception error) => error switch
    {
        EmulatorException e => e,
        SqliteFailure { IsReadOnly: true } => StoreErrors.ReadOnly(),
        XmlException e => new("MalformedXML", $"The request body is not the XML document that is expected: {e.Message}"),
        JsonException e => new("InvalidArgument", $"The request body is not the JSON document that is expected: {e.Message}"),
        BadHttpRequestException e => new("IncompleteBody", $"The request body cannot be read: {e.Message}", e.StatusCode),
        IOException e => new("IncompleteBody", $"The request body ended early: {e.Message}"),
        _ => new("InternalServerError", $"The emulator failed: {error}", 500),
    };

    private static async Task SendAsync(HttpContext context, ServiceResponse response, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = response.Status;
        foreach ((string name, string value) in response.Headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.ContentType = response.ContentType;
        if (response.WriteBody is not null)
        {
            context.Response.ContentLength = response.BodyLength;
            if (!HttpMethods.IsHead(context.Request.Method))
            {
                await response.WriteBody(context.Response.Body, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        context.Response.ContentLength = response.Body.Length;
        if (!HttpMethods.IsHead(context.Request.Method) && response.Body.Length > 0)
        {
            await context.Response.Body.WriteAsync(response.Body, cancellationToken).ConfigureAwait(false);
        }
    }

    private EmulatorRequest Describe(HttpRequest request, string rawTarget, RequestTarget target, string requestId) => new()
    {
        Method = request.Method,
        Target = rawTarget,
        Path = target.Path,
        Query = target.Query,
        Headers = request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        RequestId = requestId,
        Time = _options.Clock.GetUtcNow(),
    };
}
