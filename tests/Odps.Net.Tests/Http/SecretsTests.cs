using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Odps.Net.Http;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Http;

/// <summary>Secrets appear in no log, span, metric, message or text form, whatever goes wrong.</summary>
public class SecretsTests
{
    private const string Secret = "S3CRET-access-key-secret";
    private const string Token = "S3CRET-sts-token";
    private const string AppSecret = "S3CRET-application-secret";
    private const string Bearer = "S3CRET-bearer-token";
    private const string HeaderSecret = "S3CRET-default-header";

    [Theory]
    [InlineData("sts")]
    [InlineData("bearer")]
    public async Task Nothing_that_is_emitted_holds_a_secret(string kind)
    {
        // A server that quotes everything it was sent, as signature errors do.
        await using var server = LoopbackServer.Start(exchange => exchange.Number switch
        {
            1 => exchange.RespondAsync(503, "", "Retry-After: 1"),
            2 or 3 => exchange.RespondAsync(401, "<Error><Code>SignatureNotMatch</Code><Message>token expired: " + Quote(exchange) + "</Message><RequestId>R1</RequestId><HostId>h</HostId></Error>"),
            4 => exchange.RespondAsync(403, Quote(exchange)),
            5 => exchange.RespondAsync(200, "ok"),
            _ => DropAsync(exchange),
        });
        var loggers = new RecordingLoggerFactory();
        var emitted = new ConcurrentQueue<string>();
        using ActivityListener activities = ListenToActivities(emitted);
        using MeterListener metrics = ListenToMetrics(emitted);
        OdpsClientOptions options = PipelineFactory.Options(server.Endpoint, new ManualTimeProvider { AutoAdvance = true }) with
        {
            Credential = OdpsCredential.FromProvider(_ => new(kind == "sts" ? OdpsCredentialValue.AccessKey("LTAIsecretsTest1", Secret, Token) : OdpsCredentialValue.BearerToken(Bearer))),
            AppCredential = kind == "sts" ? new OdpsAppCredential("LTAIapplication1", AppSecret) : null,
            DefaultHeaders = new Dictionary<string, string> { ["x-odps-private"] = HeaderSecret },
            LoggerFactory = loggers,
        };
        await using var pipeline = new OdpsPipeline(options);

        // Repeat, refresh, error; then an error that is plain text; then a success; then a lost connection.
        for (int i = 0; i < 4; i++)
        {
            try
            {
                await (await pipeline.SendAsync(PipelineFactory.PostInstance with { IsIdempotent = i == 0 }, default)).DisposeAsync();
            }
            catch (OdpsException failure)
            {
                emitted.Enqueue(failure.ToString());
                if (failure is OdpsServiceException service)
                {
                    emitted.Enqueue(service.Error.ToString());
                }
            }
        }

        foreach ((_, _, string text) in loggers.Messages)
        {
            emitted.Enqueue(text);
        }

        emitted.Enqueue(options.ToString());
        string[] signatures = [.. server.Requests.SelectMany(r => new[] { r.Header("Authorization"), r.Header("application-authentication") })
            .OfType<string>().Select(h => h[(h.LastIndexOf(':') + 1)..])];
        Assert.Equal(6, server.Requests.Count);
        Assert.Contains(emitted, t => t.Contains("SignatureNotMatch", StringComparison.Ordinal));
        Assert.Contains(emitted, t => t.StartsWith("span ", StringComparison.Ordinal));
        Assert.Contains(emitted, t => t.StartsWith("metric ", StringComparison.Ordinal));
        Assert.Contains(loggers.Messages, m => m.EventId == 1002);
        Assert.Contains(loggers.Messages, m => m.EventId == 1102);
        Assert.All(emitted, text =>
        {
            Assert.DoesNotContain("S3CRET", text, StringComparison.Ordinal);
            Assert.All(signatures, s => Assert.DoesNotContain(s, text, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Text_forms_and_debugger_views_hold_no_secret()
    {
        object[] holders =
        [
            OdpsCredential.AccessKey("LTAIsecretsTest1", Secret),
            OdpsCredential.Sts("LTAIsecretsTest1", Secret, Token),
            OdpsCredential.BearerToken(Bearer),
            OdpsCredential.FromProvider(_ => new(OdpsCredentialValue.BearerToken(Bearer))),
            OdpsCredentialValue.AccessKey("LTAIsecretsTest1", Secret, Token),
            OdpsCredentialValue.BearerToken(Bearer),
            new OdpsAppCredential("LTAIapplication1", AppSecret),
            new OdpsClientOptions
            {
                Endpoint = new Uri("https://user:S3CRET-password@example.com/api"),
                Credential = OdpsCredential.Sts("LTAIsecretsTest1", Secret, Token),
                AppCredential = new OdpsAppCredential("LTAIapplication1", AppSecret),
                DefaultHeaders = new Dictionary<string, string> { ["x-odps-private"] = HeaderSecret },
            },
        ];

        Assert.All(holders, h => Assert.DoesNotContain("S3CRET", h.ToString(), StringComparison.Ordinal));
        Assert.All(holders, h => Assert.DoesNotContain("S3CRET", $"{h}", StringComparison.Ordinal));
        Assert.Equal("Sts LTAI...est1", holders[1].ToString());
        Assert.Equal("BearerToken", holders[2].ToString());

        // The debugger expands what is neither hidden nor shown by ToString.
        foreach (object holder in holders)
        {
            foreach (System.Reflection.PropertyInfo property in holder.GetType().GetProperties(
                System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic))
            {
                bool hidden = property.GetCustomAttributes(typeof(DebuggerBrowsableAttribute), false).Length > 0;
                if (!hidden && property.PropertyType == typeof(string))
                {
                    Assert.DoesNotContain("S3CRET", (string?)property.GetValue(holder) ?? "", StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void Malformed_secret_is_refused_without_being_quoted()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => OdpsCredential.AccessKey("LTAIsecretsTest1", Secret + "\n"));

        Assert.DoesNotContain("S3CRET", refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("line break", refused.Message, StringComparison.Ordinal);
    }

    private static Task DropAsync(LoopbackExchange exchange)
    {
        exchange.Abort();
        return Task.CompletedTask;
    }

    private static string Quote(LoopbackExchange exchange) =>
        string.Join("; ", exchange.Headers.Where(h => !h.Key.Equals("x-odps-private", StringComparison.OrdinalIgnoreCase)).Select(h => $"{h.Key}={h.Value}"))
            .Replace("<", "&lt;", StringComparison.Ordinal).Replace("&", "&amp;", StringComparison.Ordinal);

    private static ActivityListener ListenToActivities(ConcurrentQueue<string> emitted)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OdpsDiagnostics.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                var text = new StringBuilder("span ").Append(activity.DisplayName).Append(activity.StatusDescription);
                foreach (KeyValuePair<string, object?> tag in activity.TagObjects)
                {
                    text.Append(' ').Append(tag.Key).Append('=').Append(tag.Value);
                }

                foreach (ActivityEvent item in activity.Events)
                {
                    text.Append(' ').Append(item.Name).AppendJoin(' ', item.Tags.Select(t => $"{t.Key}={t.Value}"));
                }

                emitted.Enqueue(text.ToString());
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static MeterListener ListenToMetrics(ConcurrentQueue<string> emitted)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, self) =>
            {
                if (instrument.Meter.Name == OdpsDiagnostics.MeterName)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => emitted.Enqueue(Text(instrument, tags)));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => emitted.Enqueue(Text(instrument, tags)));
        listener.Start();
        return listener;
    }

    private static string Text(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder("metric ").Append(instrument.Name);
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            text.Append(' ').Append(tag.Key).Append('=').Append(tag.Value);
        }

        return text.ToString();
    }
}
