using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Odps.Net.IntegrationTests.Tunnel.Faults;

/// <summary>
/// Uploads, stream uploads, upserts and downloads, of records and of Arrow batches, under every kind of fault, each on another call and at another byte: every row
/// arrives exactly once, or the call fails with an error that says what is not there. The seeds are fixed; ODPS_NET_FAULT_RUNS asks for more runs, ODPS_NET_FAULT_SEED for another first seed.
/// </summary>
public sealed class FaultMatrixTests(ITestOutputHelper output)
{
    private const int DefaultRuns = 1144;
    private const int Workers = 4;

    [Fact]
    public async Task Every_row_arrives_exactly_once_or_the_error_says_what_is_not_there()
    {
        int runs = Number("ODPS_NET_FAULT_RUNS", DefaultRuns);
        int first = Number("ODPS_NET_FAULT_SEED", 0);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seeds {first} to {first + runs - 1}"));
        long start = Stopwatch.GetTimestamp();
        int next = first;
        var broken = new ConcurrentQueue<string>();
        FaultMatrix[] matrices = await Task.WhenAll(Enumerable.Range(0, Workers).Select(async _ =>
        {
            FaultMatrix matrix = await FaultMatrix.StartAsync();
            while (Interlocked.Increment(ref next) - 1 is int seed && seed < first + runs)
            {
                try
                {
                    await matrix.RunAsync(seed);
                }
                catch (FaultMatrixException e)
                {
                    broken.Enqueue(e.Message);
                }
            }

            return matrix;
        }));
        foreach (FaultMatrix other in matrices.Skip(1))
        {
            matrices[0].Add(other);
        }

        output.WriteLine(matrices[0].ToString());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seconds={Stopwatch.GetElapsedTime(start).TotalSeconds:0}"));
        Assert.True(broken.IsEmpty, string.Join("\n\n", broken.Take(20)));
        Assert.Equal(runs, matrices[0].Runs);
        Assert.True(matrices[0].Succeeded > runs / 2, "Most faults are of a kind that passes.");
        Assert.True(matrices[0].Failed > 0, "Some faults do not pass.");
        foreach (FaultMatrix matrix in matrices)
        {
            await matrix.DisposeAsync();
        }
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
