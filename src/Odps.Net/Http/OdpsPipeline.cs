using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;

namespace Odps.Net.Http;

/// <summary>
/// Sends requests: the only owner of the transport, and the only place where requests are signed, repeated, measured and turned into
/// exceptions. Thread-safe; one per client.
/// </summary>
internal sealed class OdpsPipeline : IAsyncDisposable
{
    private readonly HttpMessageInvoker _transport;
    private readonly RequestSigner _signer;
    private readonly AttemptSender _sender;
    private readonly ResiliencePipeline<Attempt> _retry;
    private readonly ILogger _logger;
    private readonly string _serviceAddress;
    private bool _disposed;

    /// <exception cref="ArgumentException">An option is missing or cannot be used; the message names it.</exception>
    public OdpsPipeline(OdpsClientOptions options)
    {
        OptionsValidation.Validate(options);
        Options = options;
        _serviceAddress = BaseAddress(options.Endpoint!);
        _logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Odps.Net.Http");
        _signer = new RequestSigner(options);
        _retry = RetryPipeline.Create(options, _logger);
        _transport = new HttpMessageInvoker(Transport.Create(options), disposeHandler: true);
        _sender = new AttemptSender(options, _transport, _signer, _logger);
    }

    public OdpsClientOptions Options { get; }

    /// <summary>Sends a request, repeats it where that is safe, and gives the answer when it is a success.</summary>
    /// <returns>An answer with a status of 2xx, or one that the request accepts. The caller disposes it.</returns>
    /// <exception cref="OdpsServiceException">The service answered with an error.</exception>
    /// <exception cref="OdpsConnectionException">The service could not be reached, or the connection broke.</exception>
    /// <exception cref="OdpsTimeoutException">The network stayed silent for too long.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled; it carries <paramref name="cancellationToken"/>.</exception>
    public async Task<OdpsResponse> SendAsync(OdpsRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        cancellationToken.ThrowIfCancellationRequested();

        Uri endpoint = request.PresignedUri ?? request.Endpoint ?? Options.Endpoint!;
        if (request.PresignedUri is not null)
        {
            PresignedAddress.Check(request.PresignedUri, Options.AllowInsecureHttp);
        }
        else if (request.Endpoint is not null)
        {
            OptionsValidation.ValidateEndpoint(endpoint, nameof(OdpsClientOptions.TunnelEndpoint), "https://dt.cn-shanghai.maxcompute.aliyun.com", Options.AllowInsecureHttp);
        }

        long start = Options.TimeProvider.GetTimestamp();
        using Activity? activity = OdpsTelemetry.Start(request, endpoint);
        var call = new OdpsCall(request, endpoint, AddressOf(request, endpoint), QueryOf(request), activity);
        try
        {
            Attempt attempt = await RunAsync(call, cancellationToken).ConfigureAwait(false);
            if (attempt.Failure is { } failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }

            OdpsResponse response = attempt.Response!;
            TimeSpan elapsed = Options.TimeProvider.GetElapsedTime(start);
            OdpsTelemetry.Finished(activity, request, endpoint, elapsed, call.Attempts - 1, (int)response.Status, response.RequestId, null);
            Log.RequestSucceeded(_logger, elapsed.TotalMilliseconds, request.Operation, (int)response.Status, response.RequestId);
            return response;
        }
        catch (Exception failure)
        {
            TimeSpan elapsed = Options.TimeProvider.GetElapsedTime(start);
            var service = failure as OdpsServiceException;
            string reason = service is null ? failure.GetType().Name : FormattableString.Invariant($"{(int)service.StatusCode}");
            int? status = service is null ? null : (int)service.StatusCode;
            OdpsTelemetry.Finished(activity, request, endpoint, elapsed, Math.Max(0, call.Attempts - 1), status, service?.RequestId, reason);
            Log.RequestFailed(_logger, elapsed.TotalMilliseconds, call.Attempts, request.Operation, service?.ErrorCode ?? reason, service?.RequestId);
            if (failure is OperationCanceledException cancelled && cancellationToken.IsCancellationRequested && cancelled.CancellationToken != cancellationToken)
            {
                throw new OperationCanceledException($"Cancelled: {request.Operation}.", failure, cancellationToken);
            }

            throw;
        }
    }

    /// <summary>Closes the connections. Answers that are still open break.</summary>
    public ValueTask DisposeAsync()
    {
        if (!Interlocked.Exchange(ref _disposed, true))
        {
            _transport.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private string AddressOf(OdpsRequest request, Uri endpoint) => request switch
    {
        { PresignedUri: not null } => endpoint.GetLeftPart(UriPartial.Authority),
        { Endpoint: not null } => BaseAddress(endpoint),
        _ => _serviceAddress,
    };

    private static string BaseAddress(Uri endpoint) => endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');

    private List<KeyValuePair<string, string?>> QueryOf(OdpsRequest request)
    {
        var query = new List<KeyValuePair<string, string?>>(request.Query.Count + 2);
        if (request.PresignedUri is not null)
        {
            return query;
        }

        foreach (KeyValuePair<string, string?> item in request.Query)
        {
            query.Add(item);
        }

        if ((request.CurrentProject ?? Options.Project) is { } project && !request.Query.Contains("curr_project"))
        {
            query.Add(new("curr_project", project));
        }

        // A tunnel names the schema in its path.
        if ((request.CurrentSchema ?? (request.Endpoint is null ? Options.Schema : null)) is { Length: > 0 } schema && !request.Query.Contains("curr_schema"))
        {
            query.Add(new("curr_schema", schema));
        }

        return query;
    }

    /// <summary>
    /// The attempts of a call. Around the repeats there are two more reasons to ask once more, each at most once, both for answers that
    /// say that the request was not let in: a V4 signature that the endpoint does not take, and an expired credential.
    /// </summary>
    private async ValueTask<Attempt> RunAsync(OdpsCall call, CancellationToken cancellationToken)
    {
        bool refreshed = false;
        while (true)
        {
            Attempt attempt = await _retry.ExecuteAsync(
                static (state, token) => state.Sender.SendAsync(state.Call, token),
                (Sender: _sender, Call: call),
                cancellationToken).ConfigureAwait(false);

            if (attempt.Failure is OdpsServiceException error && attempt.CanSendAgain)
            {
                if (call.Region is not null && _signer.MayBeRefusalOfV4(error))
                {
                    Log.TryingV2(_logger, call.BaseAddress, error.ErrorCode);
                    call.ForceV2 = true;
                    continue;
                }

                if (!refreshed && RequestSigner.IsExpired(error)
                    && await Options.Credential!.RefreshAsync(call.Credential!, cancellationToken).ConfigureAwait(false))
                {
                    Log.CredentialRefreshed(_logger, error.ErrorCode);
                    refreshed = true;
                    continue;
                }
            }

            if (call.ForceV2 && WasLetIn(attempt))
            {
                Log.StayingWithV2(_logger, call.BaseAddress);
                _signer.StopUsingV4(call.BaseAddress);
            }

            return attempt;
        }
    }

    /// <summary>A wrong key is refused with both versions, and a fault of the service tells nothing; only an endpoint that lets V2 in is remembered.</summary>
    private static bool WasLetIn(Attempt attempt) =>
        attempt.Response is not null
        || attempt.Failure is OdpsServiceException { IsTransient: false } and not OdpsAuthenticationException;
}
