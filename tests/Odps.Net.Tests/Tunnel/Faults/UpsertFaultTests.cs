using System.Globalization;
using Odps.Net.Tests.Support;
using Odps.Net.Tests.Tunnel.Upsert;
using Odps.Net.Tests.Tunnel.Wire;
using Odps.Net.Tunnel;

namespace Odps.Net.Tests.Tunnel.Faults;

/// <summary>
/// Upserts in several flushes and their commit, each of whose requests meets faults of every kind: either all rows are visible as they were last given, or none is and
/// the error says so, or it is said not to be known. The seed of a run is in its message.
/// </summary>
public class UpsertFaultTests
{
    private const int Runs = 200;

    [Fact]
    public async Task Rows_are_visible_whole_or_not_at_all()
    {
        int whole = 0;
        int none = 0;
        for (int seed = 0; seed < Runs; seed++)
        {
            switch (await RunAsync(seed))
            {
                case null:
                    whole++;
                    break;
                case not (OdpsOutcomeUnknownException or OdpsTimeoutException):
                    none++;
                    break;
            }
        }

        Assert.True(whole > Runs / 2 && none > 0, string.Create(CultureInfo.InvariantCulture, $"whole {whole}, none {none}"));
    }

    private static async Task<Exception?> RunAsync(int seed)
    {
        var random = new Random(seed);
        var gate = new Lock();
        var staged = new Dictionary<long, string?>();
        bool isCommitted = false;
        await using var service = new UpsertService();
        for (int i = 0; i < 200; i++)
        {
            ServiceFault fault = Draw(random, seed);
            service.Answer(exchange => fault.Happen(
                exchange,
                async () =>
                {
                    await exchange.ReadBodyAsync();
                    lock (gate)
                    {
                        Stage(staged, exchange.Body);
                    }
                },
                () => exchange.RespondAsync(200)));
        }

        for (int i = 0; i < 50; i++)
        {
            ServiceFault fault = Draw(random, seed);
            service.AnswerCommit((Func<LoopbackExchange, Task>)(exchange => fault.Happen(
                exchange,
                async () =>
                {
                    await exchange.ReadBodyAsync();
                    isCommitted = true;
                },
                () => exchange.RespondAsync(200, service.SessionJson("committed")))));
        }

        service.OnReload = exchange => exchange.RespondAsync(200, service.SessionJson(isCommitted ? "committed" : "normal"));
        var wanted = new Dictionary<long, string?>();
        Exception? failure = null;
        try
        {
            await using UpsertSession session = await service.OpenAsync();
            await using UpsertWriter writer = session.OpenWriter(new UpsertWriterOptions { MaxConcurrency = 1 + random.Next(4) });
            for (int flush = 0; flush < 3; flush++)
            {
                for (int i = 0; i < 12; i++)
                {
                    long key = random.Next(20);
                    string? value = random.Next(4) == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{flush}/{i}");
                    wanted[key] = value;
                    var row = new Record(session.Columns, key, value, null);
                    await (value is null ? writer.DeleteAsync(row) : writer.UpsertAsync(row));
                }

                await writer.FlushAsync();
            }

            await session.CommitAsync();
        }
        catch (OdpsException e)
        {
            failure = e;
        }

        string what = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, committed {isCommitted}, {failure?.Message ?? "no error"}");
        if (isCommitted)
        {
            Assert.True(failure is null or OdpsOutcomeUnknownException or OdpsTimeoutException, what);
            Assert.True(wanted.OrderBy(r => r.Key).SequenceEqual(staged.OrderBy(r => r.Key)), what);
        }
        else
        {
            Assert.True(failure is not null, what);
        }

        if (failure is not null)
        {
            Assert.Contains("u1 to table p.t", failure.Message, StringComparison.Ordinal);
        }

        return failure;
    }

    private static ServiceFault Draw(Random random, int seed) =>
        random.Next(8) > 0 ? ServiceFault.All[0] : ServiceFault.All[(seed + random.Next(3)) % ServiceFault.All.Count];

    /// <summary>Puts the rows of a packet over those that are there, as the service does; a deleted row is null.</summary>
    private static void Stage(Dictionary<long, string?> staged, byte[] body)
    {
        var table = new ColumnCollection([new Column("k", OdpsType.BigInt), new Column("v", OdpsType.String), new Column("n", OdpsType.Int)]);
        foreach (Record row in RecordStreams.Read(body, new UpsertColumns(table, []).Wire))
        {
            staged[row.GetInt64(0)] = row.GetSByte(row.Count - 3) == UpsertColumns.Delete ? null : row.GetString(1);
        }
    }
}
