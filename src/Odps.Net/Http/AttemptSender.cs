using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;

namespace Odps.Net.Http;

/// <summary>Makes one attempt: signs, sends, and reads the answer as far as the request wants it. It never throws for what the network or the service does.</summary>
internal sealed class AttemptSender(OdpsClientOptions options, HttpMessageInvoker transport, RequestSigner signer, ILogger logger)
{
    private readonly string _userAgent = UserAgent.Create(options.UserAgentSuffix);
    private readonly IReadOnlyDictionary<string, string> _defaultHeaders = options.Namespace is { } name
        ? new Dictionary<string, string>(options.DefaultHeaders, StringComparer.OrdinalIgnoreCase) { ["x-odps-namespace-id"] = name }
        : options.DefaultHeaders;

    public async ValueTask<Attempt> SendAsync(OdpsCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        call.Attempts++;
        OdpsCredentialValue credential = await options.Credential!.GetAsync(cancellationToken).ConfigureAwait(false);
        call.Credential = credential;
        call.Region = call.ForceV2 || credential.IsBearerToken || call.Request.PresignedUri is not null ? null : signer.RegionFor(call.Request, call.BaseAddress);
        Log.AttemptStarting(logger, call.Attempts, call.Request.Operation, call.Request.Method.Method, call.BaseAddress, call.Request.Path.Escaped);

        var idle = new IdleTimeout(call.Request.NetworkTimeout ?? options.NetworkTimeout, options.TimeProvider);
        HttpRequestMessage? message = null;
        HttpResponseMessage? answer = null;
        bool handedOut = false;
        try
        {
            message = RequestMessage.Create(call, _userAgent, _defaultHeaders, idle, out MonitoredContent? content);
            IReadOnlyList<string> secrets = call.Request.PresignedUri is { } presigned
                ? PresignedAddress.SecretsOf(presigned)
                : signer.Sign(message, call.Request.Path.Unescaped, call.Query, credential, call.Region, options.TimeProvider.GetUtcNow());
            Exception? failure;
            (answer, failure) = await ExchangeAsync(message, idle, cancellationToken).ConfigureAwait(false);
            if (answer is null)
            {
                return Classify(call, failure!, idle, content, cancellationToken);
            }

            bool canSendAgain = call.Request.IsContentReplayable || content is not { Begun: true };
            answer.RequestMessage = message;
            Attempt attempt = IsAccepted(call.Request, answer.StatusCode)
                ? await AcceptAsync(call, answer, idle, canSendAgain, cancellationToken).ConfigureAwait(false)
                : await RefuseAsync(call, answer, idle, canSendAgain, secrets, cancellationToken).ConfigureAwait(false);
            handedOut = attempt.Response is not null;
            return attempt;
        }
        finally
        {
            if (!handedOut)
            {
                answer?.Dispose();
                message?.Dispose();
                idle.Dispose();
            }
        }
    }

    private static bool IsAccepted(OdpsRequest request, HttpStatusCode status) => (int)status is >= 200 and < 300 || request.AcceptStatus.Contains(status);

    private async ValueTask<(HttpResponseMessage? Answer, Exception? Failure)> ExchangeAsync(
        HttpRequestMessage message, IdleTimeout idle, CancellationToken cancellationToken)
    {
        idle.Arm();
        CancellationTokenRegistration registration = idle.CancelWith(cancellationToken);
        try
        {
            return (await transport.SendAsync(message, idle.Token).ConfigureAwait(false), null);
        }
#pragma warning disable CA1031 // Sorted by Classify, which throws what is not the network's.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return (null, failure);
        }
        finally
        {
            await registration.DisposeAsync().ConfigureAwait(false);
            idle.Disarm();
        }
    }

    /// <summary>Says what a failure before the answer was. What is neither the network's nor the service's fault is thrown as it is.</summary>
    private Attempt Classify(OdpsCall call, Exception failure, IdleTimeout idle, MonitoredContent? content, CancellationToken cancellationToken)
    {
        OdpsRequest request = call.Request;
        if (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException($"Cancelled: {request.Operation}.", failure, cancellationToken);
        }

        if (content?.ProducerFailure is { } producer)
        {
            ExceptionDispatchInfo.Throw(producer);
        }

        bool begun = content is { Begun: true };
        bool canSendAgain = request.IsContentReplayable || !begun;
        string server = Server(call);
        if (idle.HasPassed)
        {
            return Attempt.Failed(call, TransportErrors.AttemptTimeout(request, server, idle.Limit, failure), request.MayRepeat, canSendAgain);
        }

        if (failure is OperationCanceledException { InnerException: TimeoutException })
        {
            return Attempt.Failed(call, TransportErrors.ConnectTimeout(request, server, options.ConnectTimeout, failure), repeat: !begun || request.MayRepeat, canSendAgain);
        }

        if (RetryClassifier.IsBeforeSending(failure) && !begun)
        {
            return Attempt.Failed(call, TransportErrors.NotConnected(request, server, failure), !RetryClassifier.IsLasting(failure), canSendAgain);
        }

        if (failure is HttpRequestException or IOException or SocketException or OperationCanceledException)
        {
            return Attempt.Failed(call, TransportErrors.Broken(request, server, failure), request.MayRepeat, canSendAgain);
        }

        ExceptionDispatchInfo.Throw(failure);
        throw failure;
    }

    private static async ValueTask<Attempt> AcceptAsync(
        OdpsCall call, HttpResponseMessage answer, IdleTimeout idle, bool canSendAgain, CancellationToken cancellationToken)
    {
        ResponseBodyStream body = await OpenAsync(call, answer, idle).ConfigureAwait(false);
        if (call.Request.Streaming)
        {
            return Attempt.Succeeded(call, new OdpsResponse(call.Request, answer, default, body));
        }

        try
        {
            ReadOnlyMemory<byte> bytes = await BodyBuffer.ReadAsync(body, call.Request, call.Request.MaxBodyBytes, cancellationToken).ConfigureAwait(false);
            return Attempt.Succeeded(call, new OdpsResponse(call.Request, answer, bytes, null));
        }
        catch (Exception failure) when (failure is OdpsConnectionException or OdpsTimeoutException)
        {
            return Attempt.Failed(call, failure, call.Request.MayRepeat, canSendAgain);
        }
        finally
        {
            await body.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<Attempt> RefuseAsync(
        OdpsCall call, HttpResponseMessage answer, IdleTimeout idle, bool canSendAgain, IReadOnlyList<string> secrets, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> bytes = default;
        ResponseBodyStream body = await OpenAsync(call, answer, idle).ConfigureAwait(false);
        try
        {
            (byte[] buffer, int length, _) = await BodyBuffer.ReadUpToAsync(body, ServiceErrorReader.MaxBodyBytes, cancellationToken).ConfigureAwait(false);
            bytes = buffer.AsMemory(0, length);
        }
        catch (Exception failure) when (failure is OdpsConnectionException or OdpsTimeoutException)
        {
            // The status stands without its body.
        }
        finally
        {
            await body.DisposeAsync().ConfigureAwait(false);
        }

        DateTimeOffset now = options.TimeProvider.GetUtcNow();
        ServiceError error = ServiceErrorReader.Read(answer.StatusCode, bytes, name => HeaderOf(answer, name), now);
        OdpsServiceException exception = OdpsExceptionFactory.FromResponse(error, call.Request.Operation, new ErrorContext
        {
            Credential = call.Credential!.ToString(),
            ServerDate = answer.Headers.Date,
            Now = now,
            Secrets = secrets,
            Note = call.Request.Note,
        });
        bool repeat = RetryClassifier.MayRepeat(call.Request, exception, options.Retry)
            && !(call.Region is not null && signer.MayBeRefusalOfV4(exception));
        return Attempt.Failed(call, exception, repeat, canSendAgain);
    }

    private static async ValueTask<ResponseBodyStream> OpenAsync(OdpsCall call, HttpResponseMessage answer, IdleTimeout idle)
    {
        // The transport hands the answer out at its headers, so this waits for nothing.
        Stream stream = await answer.Content.ReadAsStreamAsync(CancellationToken.None).ConfigureAwait(false);
        return new ResponseBodyStream(stream, idle, call.Request, HeaderOf(answer, "x-odps-request-id"));
    }

    private static string? HeaderOf(HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values) || answer.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;

    private static string Server(OdpsCall call) => call.Endpoint.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
