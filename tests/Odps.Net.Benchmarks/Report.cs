namespace Odps.Net.Benchmarks;

/// <summary>Prints results: as lines of key=value, or as the rows of a Markdown table for the documentation.</summary>
internal sealed class Report(bool isMarkdown)
{
    private string? _header;

    /// <summary>Prints one result, given as texts of the form key=value. Results with the same keys belong to the same table.</summary>
    public void Add(params FormattableString[] fields)
    {
        string[] texts = [.. fields.Select(FormattableString.Invariant)];
        if (!isMarkdown)
        {
            Console.WriteLine(string.Join(' ', texts));
            return;
        }

        string header = $"| {string.Join(" | ", texts.Select(t => t[..t.IndexOf('=')]))} |";
        if (header != _header)
        {
            Console.WriteLine($"{(_header is null ? "" : Environment.NewLine)}{header}{Environment.NewLine}|{string.Concat(Enumerable.Repeat("---|", texts.Length))}");
            _header = header;
        }

        Console.WriteLine($"| {string.Join(" | ", texts.Select(t => t[(t.IndexOf('=') + 1)..]))} |");
    }
}
