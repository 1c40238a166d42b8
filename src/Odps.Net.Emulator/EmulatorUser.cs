using System.Text;

namespace Odps.Net.Emulator;

/// <summary>An account that may sign requests to the emulator.</summary>
/// <param name="AccessId">The AccessKey id.</param>
/// <param name="AccessKey">The AccessKey secret.</param>
public sealed record EmulatorUser(string AccessId, string AccessKey)
{
    /// <summary>The account as the service writes it in owners; that of the first user owns everything. Default: <c>ALIYUN$emulator@example.com</c>.</summary>
    public string Account { get; init; } = "ALIYUN$emulator@example.com";

    /// <summary>
    /// The STS token that must come with this key pair in <c>authorization-sts-token</c>; <see langword="null"/> for a key pair that is not temporary.
    /// Default: <see langword="null"/>.
    /// </summary>
    public string? SecurityToken { get; init; }

    private bool PrintMembers(StringBuilder text)
    {
        text.Append(nameof(AccessId)).Append(" = ").Append(AccessId).Append(", ").Append(nameof(Account)).Append(" = ").Append(Account);
        return true;
    }
}
