using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Odps.Net.Http;

/// <summary>Spans and metrics of requests. The attributes follow the OpenTelemetry names for HTTP clients.</summary>
internal static class OdpsTelemetry
{
    private static readonly ActivitySource Source = new(OdpsDiagnostics.ActivitySourceName, Version);
    private static readonly Meter Meter = new(OdpsDiagnostics.MeterName, Version);

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "odps.client.request.duration",
        "s",
        "Duration of requests to MaxCompute with their repeats, until the answer is accepted.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120] });

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>(
        "odps.client.request.retries", "{retry}", "Attempts that were made again.");

    private static string Version => typeof(OdpsTelemetry).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    public static Activity? Start(OdpsRequest request, Uri endpoint)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        Activity? activity = Source.StartActivity($"{request.Method.Method} {request.Path.Template}", ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("http.request.method", request.Method.Method)
                .SetTag("server.address", endpoint.Host)
                .SetTag("server.port", endpoint.Port)
                .SetTag("url.scheme", endpoint.Scheme)
                .SetTag("url.template", request.Path.Template);
        }

        return activity;
    }

    public static void Retried(Activity? activity, OdpsRequest request, Uri endpoint, int attempt, TimeSpan delay, string reason)
    {
        activity?.AddEvent(new ActivityEvent("odps.retry", tags: new ActivityTagsCollection
        {
            ["odps.retry.attempt"] = attempt,
            ["odps.retry.delay"] = delay.TotalSeconds,
            ["error.type"] = reason,
        }));
        if (Retries.Enabled)
        {
            Retries.Add(
                1,
                new KeyValuePair<string, object?>("http.request.method", request.Method.Method),
                new KeyValuePair<string, object?>("server.address", endpoint.Host),
                new KeyValuePair<string, object?>("error.type", reason));
        }
    }

    public static void Finished(Activity? activity, OdpsRequest request, Uri endpoint, TimeSpan elapsed, int resends, int? status, string? requestId, string? errorType)
    {
        if (activity is { IsAllDataRequested: true })
        {
            if (status is not null)
            {
                activity.SetTag("http.response.status_code", status);
            }

            if (requestId is not null)
            {
                activity.SetTag("odps.request_id", requestId);
            }

            if (resends > 0)
            {
                activity.SetTag("http.request.resend_count", resends);
            }

            if (errorType is not null)
            {
                activity.SetTag("error.type", errorType).SetStatus(ActivityStatusCode.Error);
            }
        }

        if (Duration.Enabled)
        {
            var tags = new TagList
            {
                { "http.request.method", request.Method.Method },
                { "server.address", endpoint.Host },
                { "server.port", endpoint.Port },
            };
            if (status is not null)
            {
                tags.Add("http.response.status_code", status);
            }

            if (errorType is not null)
            {
                tags.Add("error.type", errorType);
            }

            Duration.Record(elapsed.TotalSeconds, tags);
        }
    }
}
