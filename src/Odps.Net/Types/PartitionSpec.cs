using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Odps.Net;

/// <summary>
/// A partition, or a leading part of one: pairs of partition key and value in the table's order (the <i>partition spec</i> of MaxCompute),
/// for example <c>dt='20260101',region='cn'</c>. Values are always text. Immutable; keys are compared without regard to letter case.
/// </summary>
public sealed class PartitionSpec : IReadOnlyList<KeyValuePair<string, string>>, IEquatable<PartitionSpec>, IParsable<PartitionSpec>
{
    private readonly KeyValuePair<string, string>[] _pairs;

    /// <summary>Creates a spec from pairs.</summary>
    /// <param name="pairs">Key and value, in the table's order; at least one.</param>
    /// <exception cref="ArgumentException">There is no pair, a key or value is empty, or a key occurs twice.</exception>
    public PartitionSpec(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        _pairs = [.. pairs];
        if (Problem(_pairs) is string problem)
        {
            throw new ArgumentException(problem, nameof(pairs));
        }
    }

    /// <summary>Creates a spec from pairs.</summary>
    /// <param name="pairs">Key and value, in the table's order; at least one.</param>
    /// <exception cref="ArgumentException">There is no pair, a key or value is empty, or a key occurs twice.</exception>
    public PartitionSpec(params ReadOnlySpan<(string Key, string Value)> pairs)
        : this(ToPairs(pairs))
    {
    }

    /// <summary>The number of pairs.</summary>
    public int Count => _pairs.Length;

    /// <summary>The pair at a position.</summary>
    /// <param name="index">The zero-based position.</param>
    public KeyValuePair<string, string> this[int index] => _pairs[index];

    /// <summary>The value of a key.</summary>
    /// <param name="key">The partition key, in any letter case.</param>
    /// <exception cref="KeyNotFoundException">The spec has no such key.</exception>
    public string this[string key] =>
        TryGetValue(key, out string? value) ? value : throw new KeyNotFoundException($"The partition spec '{this}' has no key '{key}'.");

    /// <summary>
    /// Reads a spec. Pairs are separated by <c>,</c> or <c>/</c>; a value may stand in single or double quotes, within which separators and
    /// backslash escapes (<c>\'</c>, <c>\"</c>, <c>\\</c>) are possible. Spaces around keys and unquoted values are dropped.
    /// </summary>
    /// <param name="text">For example <c>dt=20260101,region='c n'</c> or <c>dt=20260101/region=cn</c>.</param>
    /// <exception cref="FormatException">The text is not a partition spec.</exception>
    public static PartitionSpec Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string? problem = Read(text, out KeyValuePair<string, string>[] pairs);
        return problem is null ? new PartitionSpec(pairs) : throw new FormatException($"'{text}' is not a partition spec such as dt='20260101',region='cn': {problem}");
    }

    /// <summary>Reads a spec like <see cref="Parse(string)"/> without throwing.</summary>
    /// <param name="text">The text, or <see langword="null"/>.</param>
    /// <param name="spec">The spec, when the result is <see langword="true"/>.</param>
    /// <returns>Whether <paramref name="text"/> is a partition spec.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PartitionSpec? spec)
    {
        spec = text is not null && Read(text, out KeyValuePair<string, string>[] pairs) is null ? new PartitionSpec(pairs) : null;
        return spec is not null;
    }

    static PartitionSpec IParsable<PartitionSpec>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<PartitionSpec>.TryParse(string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out PartitionSpec result) => TryParse(s, out result);

    /// <summary>Reads a spec, so that text can be given wherever one is asked for.</summary>
    /// <param name="text">The text; see <see cref="Parse(string)"/>.</param>
    /// <exception cref="FormatException">The text is not a partition spec.</exception>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator PartitionSpec?(string? text) => text is null ? null : Parse(text);

    /// <summary>The value of a key, if the spec has it.</summary>
    /// <param name="key">The partition key, in any letter case.</param>
    /// <param name="value">The value, when the result is <see langword="true"/>.</param>
    /// <returns>Whether the spec has the key.</returns>
    public bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
    {
        foreach ((string k, string v) in _pairs)
        {
            if (k.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                value = v;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>Whether every pair of this spec is also in <paramref name="other"/>, in any order.</summary>
    /// <param name="other">The spec to compare with, for example a whole partition when this is a leading part.</param>
    public bool IsPartOf(PartitionSpec other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach ((string key, string value) in _pairs)
        {
            if (!other.TryGetValue(key, out string? found) || !found.Equals(value, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(PartitionSpec? other)
    {
        if (other is null || other._pairs.Length != _pairs.Length)
        {
            return false;
        }

        for (int i = 0; i < _pairs.Length; i++)
        {
            if (!_pairs[i].Key.Equals(other._pairs[i].Key, StringComparison.OrdinalIgnoreCase) || _pairs[i].Value != other._pairs[i].Value)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PartitionSpec);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach ((string key, string value) in _pairs)
        {
            hash.Add(key, StringComparer.OrdinalIgnoreCase);
            hash.Add(value, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>The spec as SQL and the REST service write it: <c>dt='20260101',region='cn'</c>.</summary>
    public override string ToString() => string.Join(',', _pairs.Select(p => $"{p.Key}={SqlText.Literal(p.Value)}"));

    /// <summary>The spec as paths and SHOW PARTITIONS write it: <c>dt=20260101/region=cn</c>.</summary>
    public string ToPath() => string.Join('/', _pairs.Select(p => $"{p.Key}={p.Value}"));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_pairs).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// The spec as the data tunnel writes it, without quotes: <c>dt=20260101,region=cn</c>. The tunnel has no way to send a value with a quote.
    /// </summary>
    /// <exception cref="NotSupportedException">A value holds a quote.</exception>
    internal string ToTunnelText()
    {
        foreach ((string key, string value) in _pairs)
        {
            if (value.AsSpan().IndexOfAny('\'', '"') >= 0)
            {
                throw new NotSupportedException(
                    $"The data tunnel cannot address a partition whose value holds a quote: {key}={value}. Use SQL for this partition.");
            }
        }

        return string.Join(',', _pairs.Select(p => $"{p.Key}={p.Value}"));
    }

    /// <summary>
    /// Reads the form of paths, where values stand as they are: quotes, commas and spaces belong to them, and a slash does where no <c>key=</c> follows it.
    /// </summary>
    /// <exception cref="ArgumentException">The text is not such a path.</exception>
    internal static PartitionSpec ParsePath(string text)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (string segment in text.Split('/'))
        {
            int equals = segment.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                pairs.Add(new(segment[..equals], segment[(equals + 1)..]));
            }
            else if (pairs.Count > 0)
            {
                pairs[^1] = new(pairs[^1].Key, $"{pairs[^1].Value}/{segment}");
            }
            else
            {
                throw new ArgumentException($"'{text}' is not the path of a partition.", nameof(text));
            }
        }

        return new PartitionSpec(pairs);
    }

    private static KeyValuePair<string, string>[] ToPairs(ReadOnlySpan<(string Key, string Value)> pairs)
    {
        var result = new KeyValuePair<string, string>[pairs.Length];
        for (int i = 0; i < pairs.Length; i++)
        {
            result[i] = new(pairs[i].Key, pairs[i].Value);
        }

        return result;
    }

    private static string? Problem(KeyValuePair<string, string>[] pairs)
    {
        if (pairs.Length == 0)
        {
            return "A partition spec needs at least one key and value.";
        }

        for (int i = 0; i < pairs.Length; i++)
        {
            if (string.IsNullOrEmpty(pairs[i].Key) || string.IsNullOrEmpty(pairs[i].Value))
            {
                return $"Pair {i + 1} has an empty key or value.";
            }

            for (int j = 0; j < i; j++)
            {
                if (pairs[j].Key.Equals(pairs[i].Key, StringComparison.OrdinalIgnoreCase))
                {
                    return $"The key '{pairs[i].Key}' occurs twice.";
                }
            }
        }

        return null;
    }

    private static string? Read(string text, out KeyValuePair<string, string>[] pairs)
    {
        var list = new List<KeyValuePair<string, string>>();
        pairs = [];
        int position = 0;
        while (true)
        {
            int equals = text.IndexOf('=', position);
            if (equals < 0)
            {
                return $"'=' is missing after position {position}.";
            }

            string key = text[position..equals].Trim().Trim('`');
            position = equals + 1;
            if (ReadValue(text, ref position, out string value) is string problem)
            {
                return problem;
            }

            list.Add(new(key, value));
            if (position >= text.Length)
            {
                break;
            }

            position++;
        }

        pairs = [.. list];
        return Problem(pairs);
    }

    private static string? ReadValue(string text, ref int position, out string value)
    {
        value = "";
        while (position < text.Length && text[position] == ' ')
        {
            position++;
        }

        if (position >= text.Length || text[position] is not ('\'' or '"'))
        {
            int end = text.AsSpan(position).IndexOfAny(',', '/');
            end = end < 0 ? text.Length : position + end;
            value = text[position..end].Trim();
            position = end;
            return value.Contains('=', StringComparison.Ordinal) ? $"the value '{value}' holds '='; put it in quotes." : null;
        }

        char quote = text[position++];
        var content = new StringBuilder();
        while (position < text.Length && text[position] != quote)
        {
            bool escaped = text[position] == '\\' && position + 1 < text.Length;
            position += escaped ? 1 : 0;
            content.Append(escaped ? SqlText.Unescape(text[position]) : text[position]);
            position++;
        }

        if (position >= text.Length)
        {
            return "a closing quote is missing.";
        }

        value = content.ToString();
        position++;
        while (position < text.Length && text[position] == ' ')
        {
            position++;
        }

        return position >= text.Length || text[position] is ',' or '/' ? null : $"',' or the end expected at position {position}.";
    }
}
