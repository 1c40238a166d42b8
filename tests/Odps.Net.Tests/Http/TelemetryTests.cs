using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Odps.Net.Http;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Http;

public class TelemetryTests
{
    [Fact]
    public async Task Request_is_one_client_span_with_its_repeats_as_events()
    {
        await using var server = LoopbackServer.StartWith((503, "", ""), (200, "", "x-odps-request-id: R3"));
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OdpsDiagnostics.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        await (await pipeline.SendAsync(PipelineFactory.GetTable, default)).DisposeAsync();

        Activity span = Assert.Single(spans, s => Equals(s.GetTagItem("server.port"), server.Endpoint.Port));
        Assert.Equal("GET /projects/{project}/tables/{table}", span.DisplayName);
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.Equal("GET", span.GetTagItem("http.request.method"));
        Assert.Equal("127.0.0.1", span.GetTagItem("server.address"));
        Assert.Equal(200, span.GetTagItem("http.response.status_code"));
        Assert.Equal(1, span.GetTagItem("http.request.resend_count"));
        Assert.Equal("R3", span.GetTagItem("odps.request_id"));
        Assert.Equal("odps.retry", Assert.Single(span.Events).Name);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
    }

    [Fact]
    public async Task Failed_request_marks_its_span_and_its_measurements()
    {
        await using var server = LoopbackServer.StartWith((404, "", ""));
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OdpsDiagnostics.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var durations = new ConcurrentQueue<KeyValuePair<string, object?>[]>();
        using MeterListener meters = Listen<double>("odps.client.request.duration", durations);
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        await Assert.ThrowsAsync<OdpsNotFoundException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Activity span = Assert.Single(spans, s => Equals(s.GetTagItem("server.port"), server.Endpoint.Port));
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Equal("404", span.GetTagItem("error.type"));
        KeyValuePair<string, object?>[] tags = Assert.Single(durations, d => d.Contains(new("server.port", server.Endpoint.Port)));
        Assert.Contains(new("error.type", "404"), tags);
        Assert.Contains(new("http.response.status_code", 404), tags);
    }

    [Fact]
    public async Task Log_events_have_stable_ids_and_levels()
    {
        await using var server = LoopbackServer.StartWith((503, "", ""), (200, "", ""), (404, "", ""));
        var loggers = new RecordingLoggerFactory();
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint, o => o with { LoggerFactory = loggers });

        await (await pipeline.SendAsync(PipelineFactory.GetTable, default)).DisposeAsync();
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.Equal(
            [
                (LogLevel.Debug, 1000), (LogLevel.Warning, 1002), (LogLevel.Debug, 1000), (LogLevel.Debug, 1001),
                (LogLevel.Debug, 1000), (LogLevel.Information, 1003),
            ],
            loggers.Messages.Select(m => (m.Level, m.EventId)));
        Assert.All(loggers.Messages, m => Assert.Contains("get table demo_proj.orders", m.Text, StringComparison.Ordinal));
    }

    private static MeterListener Listen<T>(string name, ConcurrentQueue<KeyValuePair<string, object?>[]> tagsOf)
        where T : struct
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == OdpsDiagnostics.MeterName && instrument.Name == name)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<T>((_, _, tags, _) => tagsOf.Enqueue(tags.ToArray()));
        listener.Start();
        return listener;
    }
}
