using Odps.Net.Emulator;

namespace Odps.Net.IntegrationTests.Tunnel.Faults;

/// <summary>A transfer that is run under faults, and how to tell that it kept its word.</summary>
internal abstract class TransferScenario
{
    public abstract string Name { get; }

    /// <summary>The requests that faults are tried on.</summary>
    public abstract IReadOnlyList<RequestMatch> Targets { get; }

    /// <summary>The request that carries the rows.</summary>
    public abstract RequestMatch Data { get; }

    /// <summary>About how many bytes such a request has; faults within a body are tried up to there and a little behind.</summary>
    public virtual int BodyBytes => 600;

    public virtual bool IsDownload => false;

    public virtual bool HasSlots => false;

    /// <summary>Whether the transfer may end with such an error although the fault was one that a repeat mends.</summary>
    public virtual bool MayFailAfter(Exception failure) => false;

    /// <summary>Makes what all runs share.</summary>
    public abstract Task PrepareAsync(OdpsClient client);

    /// <summary>Runs the transfer. What it throws is judged by <see cref="CheckAsync"/>.</summary>
    public abstract Task TransferAsync(OdpsClient client, FaultRun run);

    /// <summary>
    /// Looks at what has arrived, by a client that meets no faults. Throws unless every row is there once, or <paramref name="failure"/> says truthfully what is not.
    /// </summary>
    public abstract Task CheckAsync(OdpsClient client, FaultRun run, Exception? failure);

    /// <summary>Rows (k, v) of a run: keys that no other run uses, in order.</summary>
    protected static IEnumerable<(long Key, string Value)> Rows(FaultRun run, int count) =>
        Enumerable.Range(0, count).Select(i => ((run.Seed * 1000L) + i, $"value {run.Seed}/{i}"));

    /// <summary>The error has to be one of the SDK, and its message has to name what it is about.</summary>
    protected static void CheckMessage(FaultRun run, Exception failure, params string[] parts)
    {
        if (failure is not OdpsException)
        {
            throw new FaultMatrixException(run, $"the error is not one of the SDK: {failure}");
        }

        foreach (string part in parts)
        {
            if (!failure.Message.Contains(part, StringComparison.Ordinal))
            {
                throw new FaultMatrixException(run, $"the message does not name '{part}': {failure.Message}");
            }
        }

        if (failure is OdpsServiceException { RequestId: { } requestId } && !failure.Message.Contains(requestId, StringComparison.Ordinal))
        {
            throw new FaultMatrixException(run, $"the message does not name the request id {requestId}: {failure.Message}");
        }
    }
}
