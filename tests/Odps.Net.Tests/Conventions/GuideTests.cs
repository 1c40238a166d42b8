using System.Text.RegularExpressions;

namespace Odps.Net.Tests.Conventions;

/// <summary>The guides to the tunnel, to Arrow and to volumes show code that compiles, and explain every option.</summary>
public partial class GuideTests
{
    [Theory]
    [InlineData("tunnel", 10)]
    [InlineData("arrow", 8)]
    [InlineData("volumes", 2)]
    public void Code_of_the_guides_is_code_that_compiles(string guide, int count)
    {
        string compiled = Normalize(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "GuideSnippets.cs")));
        string[] blocks = [.. CodeBlock().Matches(Guide(guide)).Select(m => m.Groups[1].Value)];
        Assert.Equal(count, blocks.Length);
        Assert.All(blocks, block => Assert.Contains(Normalize(block), compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_option_of_the_tunnel_and_of_Arrow_is_named_in_a_guide()
    {
        string guides = Guide("tunnel") + Guide("arrow") + Guide("volumes");
        Type[] options = [.. typeof(OdpsClient).Assembly.GetExportedTypes()
            .Where(t => t.Namespace is "Odps.Net.Tunnel" or "Odps.Net.Arrow" && t.Name.EndsWith("Options", StringComparison.Ordinal))];
        Assert.True(options.Length > 10, $"Only {options.Length} types of options were found.");
        string[] unnamed = [.. options.SelectMany(t => t.GetProperties()
            .Where(p => !Regex.IsMatch(guides, $@"\b{p.Name}\b", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .Select(p => $"{t.Name}.{p.Name}"))];
        Assert.Empty(unnamed);
    }

    private static string Guide(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "guides", name + ".md"));

    /// <summary>The lines without what stands before and behind them, and without empty ones.</summary>
    private static string Normalize(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline, 1000)]
    private static partial Regex CodeBlock();
}
