namespace Odps.Net;

/// <summary>A credential that never changes.</summary>
internal sealed class StaticCredential(OdpsCredentialValue value) : OdpsCredential
{
    public OdpsCredentialValue Value { get; } = value;

    public override ValueTask<OdpsCredentialValue> GetAsync(CancellationToken cancellationToken = default) => new(Value);

    public override string ToString() => Value.ToString();
}
