using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Odps.Net.Http;

/// <summary>Builds the Polly pipeline that repeats attempts: exponential back-off with jitter, or the wait that the service asks for.</summary>
internal static class RetryPipeline
{
    public static ResiliencePipeline<Attempt> Create(OdpsClientOptions options, ILogger logger)
    {
        if (options.Retry.MaxRetries == 0)
        {
            return ResiliencePipeline<Attempt>.Empty;
        }

        return new ResiliencePipelineBuilder<Attempt> { TimeProvider = options.TimeProvider }
            .AddRetry(new RetryStrategyOptions<Attempt>
            {
                MaxRetryAttempts = options.Retry.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.Retry.Delay,
                MaxDelay = options.Retry.MaxDelay,
                ShouldHandle = static arguments => new(arguments.Outcome.Result is { Repeat: true }),
                DelayGenerator = static arguments => new(arguments.Outcome.Result?.RetryAfter),
                OnRetry = arguments =>
                {
                    Attempt attempt = arguments.Outcome.Result!;
                    OdpsCall call = attempt.Call;
                    OdpsTelemetry.Retried(call.Activity, call.Request, call.Endpoint, call.Attempts, arguments.RetryDelay, attempt.Reason);
                    Log.Retrying(logger, call.Attempts, call.Request.Operation, attempt.Reason, arguments.RetryDelay.TotalMilliseconds, attempt.RequestId);
                    return default;
                },
            })
            .Build();
    }
}
