using System.Text;

namespace Odps.Net.Tunnel;

/// <summary>Names of volumes, of their partitions, and of files in a partition.</summary>
internal static class VolumeFileName
{
    /// <summary>A file name as the service keeps it: runs of slashes are one.</summary>
    /// <exception cref="ArgumentException">The name is empty or begins with a slash.</exception>
    public static string Normalize(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name[0] == '/')
        {
            throw new ArgumentException($"A file name in a volume cannot begin with a slash: '{name}'.", nameof(name));
        }

        if (!name.Contains("//", StringComparison.Ordinal))
        {
            return name;
        }

        var result = new StringBuilder(name.Length);
        foreach (char c in name)
        {
            if (c != '/' || result[^1] != '/')
            {
                result.Append(c);
            }
        }

        return result.ToString();
    }

    /// <summary>A volume or partition name, which is one step of a path.</summary>
    public static string CheckStep(string name, string argument)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name, argument);
        return name.Contains('/', StringComparison.Ordinal) ? throw new ArgumentException($"'{name}' has a slash, which the name of a volume or of its partition cannot have.", argument) : name;
    }
}
