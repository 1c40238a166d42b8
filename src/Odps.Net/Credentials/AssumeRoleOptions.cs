namespace Odps.Net;

/// <summary>Which RAM role to take on, as the operation <c>AssumeRole</c> of Alibaba Cloud's STS names it.</summary>
public sealed record AssumeRoleOptions
{
    /// <summary>The role, for example <c>acs:ram::123456789012****:role/reader</c> (<c>RoleArn</c>). Required.</summary>
    public required string RoleArn { get; init; }

    /// <summary>The name by which the session is found in audit logs (<c>RoleSessionName</c>): 2 to 64 letters, digits and <c>. @ - _</c>. Default: <c>odps-net</c>.</summary>
    public string RoleSessionName { get; init; } = "odps-net";

    /// <summary>How long the session is to be good for (<c>DurationSeconds</c>): at least 15 minutes. Default: 1 hour.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A RAM policy that narrows what the session may do (<c>Policy</c>): JSON. Default: <see langword="null"/>, all that the role may.</summary>
    public string? Policy { get; init; }

    /// <summary>The external id that the role's trust policy may ask for (<c>ExternalId</c>). Default: <see langword="null"/>.</summary>
    public string? ExternalId { get; init; }

    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(RoleArn) || !RoleArn.StartsWith("acs:ram::", StringComparison.Ordinal) || !RoleArn.Contains(":role/", StringComparison.Ordinal))
        {
            throw new ArgumentException($"AssumeRoleOptions.RoleArn must be the ARN of a RAM role such as acs:ram::123456789012****:role/reader; it is '{RoleArn}'.", nameof(RoleArn));
        }

        if (RoleSessionName is not { Length: >= 2 and <= 64 } || !RoleSessionName.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '@' or '-' or '_'))
        {
            throw new ArgumentException("AssumeRoleOptions.RoleSessionName must be 2 to 64 letters, digits and . @ - _.", nameof(RoleSessionName));
        }

        if (Duration < TimeSpan.FromMinutes(15))
        {
            throw new ArgumentException("AssumeRoleOptions.Duration must be at least 15 minutes.", nameof(Duration));
        }
    }
}
