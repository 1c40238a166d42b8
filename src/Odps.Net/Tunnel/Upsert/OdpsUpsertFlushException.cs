namespace Odps.Net.Tunnel;

/// <summary>
/// Packets of an upsert session could not be stored. They stay in the writer in their order: <see cref="UpsertWriter.FlushAsync"/> sends them again. Nothing
/// of the session is visible before its commit.
/// </summary>
public sealed class OdpsUpsertFlushException : OdpsException
{
    internal OdpsUpsertFlushException(string message, IReadOnlyDictionary<int, Exception> failures)
        : base(message, failures.Values.First()) => Failures = failures;

    /// <summary>Why it failed, for each bucket (by its number). The first is the <see cref="Exception.InnerException"/>.</summary>
    public IReadOnlyDictionary<int, Exception> Failures { get; }

    /// <inheritdoc/>
    public override bool IsTransient => Failures.Values.All(f => f is OdpsException { IsTransient: true });
}
