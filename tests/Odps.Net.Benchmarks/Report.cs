namespace Odps.Net.Benchmarks;

/// <summary>Prints results: as lines of key=value, or as the rows of a Markdown table for the documentation.</summary>
internal sealed class Report(bool isMarkdown)
{
    private string? _header;

    /// <summary>Prints one result. Results with the same names belong to the same table.</summary>
    public void Add(params ReadOnlySpan<(string Name, FormattableString Value)> fields)
    {
        var names = new List<string>();
        var values = new List<string>();
        foreach ((string name, FormattableString value) in fields)
        {
            names.Add(name);
            values.Add(FormattableString.Invariant(value));
        }

        if (!isMarkdown)
        {
            Console.WriteLine(string.Join(' ', names.Zip(values, (name, value) => $"{name}={value}")));
            return;
        }

        string header = $"| {string.Join(" | ", names)} |";
        if (header != _header)
        {
            Console.WriteLine($"{(_header is null ? "" : Environment.NewLine)}{header}{Environment.NewLine}|{string.Concat(Enumerable.Repeat("---|", names.Count))}");
            _header = header;
        }

        Console.WriteLine($"| {string.Join(" | ", values)} |");
    }
}
