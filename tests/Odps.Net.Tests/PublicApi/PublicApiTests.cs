using System.Reflection;
using System.Runtime.CompilerServices;

namespace Odps.Net.Tests.PublicApi;

/// <summary>
/// The public surface is checked in, so that each change to it is seen in a review. After a change that is meant, run the tests once with
/// ODPS_NET_UPDATE_PUBLIC_API=1 and commit the files.
/// </summary>
public class PublicApiTests
{
    [Theory]
    [InlineData("Odps.Net")]
    [InlineData("Odps.Net.Emulator")]
    public void The_public_surface_is_the_one_that_is_checked_in(string assemblyName)
    {
        IReadOnlyList<string> actual = PublicSurface.Describe(Assembly.Load(assemblyName));
        string baseline = Path.Combine(AppContext.BaseDirectory, "PublicApi", assemblyName + ".txt");
        if (Environment.GetEnvironmentVariable("ODPS_NET_UPDATE_PUBLIC_API") == "1")
        {
            File.WriteAllLines(Path.Combine(SourceFolder(), assemblyName + ".txt"), actual);
            return;
        }

        string[] expected = File.ReadAllLines(baseline);
        string added = string.Join('\n', actual.Except(expected).Take(30).Select(line => "+ " + line));
        string removed = string.Join('\n', expected.Except(actual).Take(30).Select(line => "- " + line));
        Assert.True(
            added.Length + removed.Length == 0,
            $"The public surface of {assemblyName} has changed. If that is meant, run the tests once with ODPS_NET_UPDATE_PUBLIC_API=1 and commit PublicApi/{assemblyName}.txt.\n{removed}\n{added}");
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
