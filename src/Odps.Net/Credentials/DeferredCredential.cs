namespace Odps.Net;

/// <summary>A credential that is looked for when the first request needs it, and again until it is found.</summary>
internal sealed class DeferredCredential(string name, Func<OdpsCredential> find) : OdpsCredential
{
    private OdpsCredential? _found;

    public override ValueTask<OdpsCredentialValue> GetAsync(CancellationToken cancellationToken = default)
    {
        // Two requests may look at the same time; all of them use what was found first.
        OdpsCredential found = Volatile.Read(ref _found) ?? find();
        return (Interlocked.CompareExchange(ref _found, found, null) ?? found).GetAsync(cancellationToken);
    }

    public override ValueTask<bool> RefreshAsync(OdpsCredentialValue rejected, CancellationToken cancellationToken = default) =>
        Volatile.Read(ref _found)?.RefreshAsync(rejected, cancellationToken) ?? new(false);

    public override string ToString() => name;
}
