namespace Odps.Net.Http;

/// <summary>The text that names this SDK to the service.</summary>
internal static class UserAgent
{
    public static string Create(string? suffix)
    {
        Version? version = typeof(UserAgent).Assembly.GetName().Version;
        Version system = Environment.OSVersion.Version;
        string name = OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "macOS" : OperatingSystem.IsLinux() ? "Linux" : "Other";
        string text = FormattableString.Invariant($"odps-net/{version?.ToString(3) ?? "0.0.0"} .NET/{Environment.Version} {name}/{system.Major}.{system.Minor}");
        return string.IsNullOrWhiteSpace(suffix) ? text : $"{text} {suffix.Trim()}";
    }
}
