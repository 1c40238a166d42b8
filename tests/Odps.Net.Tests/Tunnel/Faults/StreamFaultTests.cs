using System.Globalization;
using Odps.Net.Tests.Support;
using Odps.Net.Tests.Tunnel.StreamUpload;
using Odps.Net.Tests.Tunnel.Wire;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Faults;

/// <summary>
/// Stream uploads of five packs, each of which meets faults of every kind: what was reported as stored is stored once (at least once, if that was asked for), what
/// was reported as not stored is not, and what is not known is said to be so. The seed of a run is in its message.
/// </summary>
public class StreamFaultTests
{
    private const int Runs = 150;

    [Theory]
    [InlineData(StreamDelivery.AtMostOnce)]
    [InlineData(StreamDelivery.AtLeastOnce)]
    public async Task Rows_are_stored_as_often_as_the_writer_says(StreamDelivery delivery)
    {
        for (int seed = 0; seed < Runs; seed++)
        {
            await RunAsync(seed, delivery);
        }
    }

    private static async Task RunAsync(int seed, StreamDelivery delivery)
    {
        var random = new Random(seed);
        var stored = new List<long>();
        var happened = new List<string>();
        await using var service = new StreamService();
        for (int i = 0; i < 60; i++)
        {
            ServiceFault fault = random.Next(3) > 0 ? ServiceFault.All[0] : ServiceFault.All[(seed + random.Next(3)) % ServiceFault.All.Count];
            service.Answer(exchange =>
            {
                happened.Add(fault.Name);
                return fault.Happen(
                    exchange,
                    async () =>
                    {
                        await exchange.ReadBodyAsync();
                        stored.AddRange(RecordStreams.Read(exchange.Body, StreamService.Columns).Select(r => r.GetInt64(0)));
                    },
                    () => StreamService.AcceptAsync(exchange));
            });
        }

        string what = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {delivery}");
        StreamUploadSession session = await service.OpenAsync(new StreamUploadOptions { Delivery = delivery });
        await using StreamRecordWriter writer = session.OpenRecordWriter();
        var least = new Dictionary<long, int>();
        var most = new Dictionary<long, int>();
        bool isDown = false;
        for (long pack = 0; pack < 5 && !isDown; pack++)
        {
            long[] keys = [pack * 10, (pack * 10) + 1];
            (int Least, int Most) times = (1, delivery == StreamDelivery.AtMostOnce ? 1 : 99);
            await StreamService.WriteAsync(writer, keys);
            try
            {
                await writer.FlushAsync();
            }
            catch (OdpsOutcomeUnknownException unknown)
            {
                Assert.True(writer.HasUndecidedPack, what);
                Assert.Contains("2 rows", unknown.Message, StringComparison.Ordinal);
                Assert.Contains("s1 to table p.t", unknown.Message, StringComparison.Ordinal);
                writer.DiscardPack();
                times = (0, delivery == StreamDelivery.AtMostOnce ? 1 : 99);
            }
            catch (OdpsException failure)
            {
                Assert.Contains("s1 to table p.t", failure.Message, StringComparison.Ordinal);
                Assert.False(writer.HasUndecidedPack, what);
                Assert.Equal(2, writer.BufferedRows);
                isDown = true;
                times = (0, delivery == StreamDelivery.AtMostOnce ? 0 : 99);
            }

            foreach (long key in keys)
            {
                (least[key], most[key]) = times;
            }
        }

        foreach (long key in least.Keys)
        {
            int count = stored.Count(k => k == key);
            Assert.True(
                count >= least[key] && count <= most[key],
                string.Create(CultureInfo.InvariantCulture, $"{what}: row {key} is stored {count} times and should be so {least[key]} to {most[key]} times; {string.Join(", ", happened)}"));
        }

        Assert.All(stored, key => Assert.True(least.ContainsKey(key), what));
    }
}
