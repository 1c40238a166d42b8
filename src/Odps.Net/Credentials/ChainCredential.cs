using System.Text;

namespace Odps.Net;

/// <summary>
/// Tries credentials in their order and stays with the first that gives a value: a client does not change who it is because a source fails for a moment.
/// </summary>
internal sealed class ChainCredential(OdpsCredential[] links) : OdpsCredential
{
    private OdpsCredential? _chosen;

    public override ValueTask<OdpsCredentialValue> GetAsync(CancellationToken cancellationToken = default) =>
        Volatile.Read(ref _chosen) is { } chosen ? chosen.GetAsync(cancellationToken) : ChooseAsync(cancellationToken);

    public override ValueTask<bool> RefreshAsync(OdpsCredentialValue rejected, CancellationToken cancellationToken = default) =>
        Volatile.Read(ref _chosen)?.RefreshAsync(rejected, cancellationToken) ?? new(false);

    public override string ToString() => Volatile.Read(ref _chosen)?.ToString() ?? $"Chain of {string.Join(", ", links.Select(link => link.ToString()))}";

    private async ValueTask<OdpsCredentialValue> ChooseAsync(CancellationToken cancellationToken)
    {
        var failures = new List<Exception>(links.Length);
        var said = new StringBuilder();
        foreach (OdpsCredential link in links)
        {
            try
            {
                OdpsCredentialValue value = await link.GetAsync(cancellationToken).ConfigureAwait(false)
                    ?? throw new InvalidOperationException("It gave no value (null).");
                OdpsCredential chosen = Interlocked.CompareExchange(ref _chosen, link, null) ?? link;
                return chosen == link ? value : await chosen.GetAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
#pragma warning disable CA1031 // What a source throws is told when none works.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                failures.Add(failure);
                said.Append("\n- ").Append(link).Append(": ").Append(Reason(failure));
            }
        }

        throw new OdpsException(
            $"None of the {links.Length} sources of the credential chain has a credential, and nothing was sent. They said:{said}",
            failures.Count == 1 ? failures[0] : new AggregateException(failures));
    }

    /// <summary>What the source itself said, without what is said of a source that is the only one.</summary>
    private static string Reason(Exception failure) => failure is OdpsException { InnerException: { } own } ? own.Message : failure.Message;
}
