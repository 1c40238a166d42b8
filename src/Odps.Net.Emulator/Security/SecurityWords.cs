namespace Odps.Net.Emulator.Security;

/// <summary>A security statement word by word. Words are separated by white space; commas and equals signs are words of their own.</summary>
internal sealed class SecurityWords
{
    private readonly List<string> _words;
    private int _next;

    public SecurityWords(string statement)
    {
        Statement = statement;
        _words = Split(statement);
    }

    public string Statement { get; }

    /// <summary>Takes the next words when they are these.</summary>
    public bool Accept(params ReadOnlySpan<string> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (_next + i >= _words.Count || !_words[_next + i].Equals(words[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        _next += words.Length;
        return true;
    }

    /// <summary>Takes the next words, which have to be these.</summary>
    public void Expect(string words)
    {
        if (!Accept(words.Split(' ')))
        {
            throw Fail($"'{words}'");
        }
    }

    /// <summary>Takes the next word, whatever it is.</summary>
    /// <param name="what">What it is, for the message when there is none.</param>
    public string Take(string what) => _next < _words.Count ? _words[_next++] : throw Fail(what);

    /// <summary>Takes names that are separated by commas.</summary>
    public IReadOnlyList<string> TakeList(string what)
    {
        var names = new List<string> { Take(what) };
        while (Accept(","))
        {
            names.Add(Take(what));
        }

        return names;
    }

    /// <summary>Ends the statement.</summary>
    public void End()
    {
        if (_next < _words.Count)
        {
            throw Fail("the end of the statement");
        }
    }

    public EmulatorException Fail(string expected) =>
        SecurityErrors.Syntax(Statement, _next < _words.Count ? $"before '{_words[_next]}' {expected}" : expected);

    private static List<string> Split(string text)
    {
        var words = new List<string>();
        int i = 0;
        while (i < text.Length)
        {
            char c = text[i];
            if (char.IsWhiteSpace(c))
            {
                i++;
            }
            else if (c is ',' or '=')
            {
                words.Add(c.ToString());
                i++;
            }
            else if (c is '\'' or '"' or '`')
            {
                int end = text.IndexOf(c, i + 1);
                end = end < 0 ? text.Length : end;
                words.Add(text[(i + 1)..end]);
                i = end + 1;
            }
            else
            {
                int start = i;
                while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not (',' or '='))
                {
                    i++;
                }

                words.Add(text[start..i]);
            }
        }

        return words;
    }
}
