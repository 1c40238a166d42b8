using System.Globalization;
using System.Text;

namespace Odps.Net;

/// <summary>
/// Reads the column list of a CREATE TABLE statement: <c>name type [not null|null] [default value] [comment '...'], ...</c>, and as partition keys also
/// <c>function(arguments) as name [comment '...']</c>.
/// </summary>
internal sealed class ColumnListParser(string text)
{
    private readonly string _text = text ?? throw new ArgumentNullException(nameof(text));
    private int _position;

    public ColumnCollection Parse()
    {
        var columns = new List<Column>();
        do
        {
            columns.Add(ParseColumn());
        }
        while (TryTake(','));

        if (_position < _text.Length)
        {
            throw Fail("',' or the end");
        }

        try
        {
            return new ColumnCollection(columns);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"The column list '{_text}' is not valid: {e.Message}", e);
        }
    }

    private Column ParseColumn()
    {
        SkipSpace();
        int start = _position;
        bool quoted = start < _text.Length && _text[start] == '`';
        string name = ReadName();
        if (!quoted && TryTake('('))
        {
            return ParseGenerated(start);
        }

        TryTake(':');
        OdpsType type = new OdpsTypeParser(_text).ParsePrefix(_position, out _position);
        bool nullable = true;
        string? comment = null;
        string? defaultValue = null;
        while (true)
        {
            if (TryTakeWord("DEFAULT"))
            {
                defaultValue = ReadDefault();
            }
            else if (TryTakeWord("NOT"))
            {
                nullable = !TryTakeWord("NULL") ? throw Fail("NULL") : false;
            }
            else if (TryTakeWord("COMMENT"))
            {
                comment = ReadLiteral();
            }
            else if (!TryTakeWord("NULL"))
            {
                return new Column(name, type, comment, nullable) { DefaultValue = defaultValue };
            }
        }
    }

    /// <summary>A generated partition key, from behind the bracket that opens its arguments. Its type is what <c>trunc_time</c> gives.</summary>
    private Column ParseGenerated(int start)
    {
        SkipBrackets();
        string expression = _text[start.._position];
        string name = TryTakeWord("AS") ? ReadName() : throw Fail("AS");
        return new Column(name, OdpsType.String, TryTakeWord("COMMENT") ? ReadLiteral() : null) { GenerateExpression = expression };
    }

    /// <summary>A text, or as it stands: a number, a word, a call, or a word before a text such as <c>date '2026-01-01'</c>.</summary>
    private string ReadDefault()
    {
        SkipSpace();
        if (_position < _text.Length && _text[_position] is '\'' or '"')
        {
            return ReadLiteral();
        }

        int start = _position;
        while (_position < _text.Length && (char.IsLetterOrDigit(_text[_position]) || _text[_position] is '_' or '.' or '+' or '-'))
        {
            _position++;
        }

        if (_position == start)
        {
            throw Fail("a default value");
        }

        int end = _position;
        SkipSpace();
        if (TryTake('('))
        {
            SkipBrackets();
            end = _position;
        }
        else if (_position < _text.Length && _text[_position] is '\'' or '"')
        {
            ReadLiteral();
            end = _position;
        }

        return _text[start..end];
    }

    /// <summary>Goes behind the bracket that closes the one before the position; texts and quoted names are passed over.</summary>
    private void SkipBrackets()
    {
        for (int depth = 1; depth > 0;)
        {
            if (_position >= _text.Length)
            {
                throw Fail("')'");
            }

            switch (_text[_position])
            {
                case '\'' or '"':
                    ReadLiteral();
                    continue;
                case '`':
                    ReadName();
                    continue;
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
            }

            _position++;
        }
    }

    private string ReadName()
    {
        SkipSpace();
        if (_position < _text.Length && _text[_position] == '`')
        {
            var name = new StringBuilder();
            while (++_position < _text.Length)
            {
                if (_text[_position] == '`')
                {
                    if (_position + 1 >= _text.Length || _text[_position + 1] != '`')
                    {
                        break;
                    }

                    _position++;
                }

                name.Append(_text[_position]);
            }

            return _position++ < _text.Length && name.Length > 0 ? name.ToString() : throw Fail("a closing back-quote");
        }

        int start = _position;
        while (_position < _text.Length && (char.IsLetterOrDigit(_text[_position]) || _text[_position] is '_' or '$'))
        {
            _position++;
        }

        return _position > start ? _text[start.._position] : throw Fail("a column name");
    }

    private string ReadLiteral()
    {
        SkipSpace();
        if (_position >= _text.Length || _text[_position] is not ('\'' or '"'))
        {
            throw Fail("a quoted comment");
        }

        char quote = _text[_position++];
        var value = new StringBuilder();
        while (_position < _text.Length && _text[_position] != quote)
        {
            char c = _text[_position++];
            if (c == '\\' && _position < _text.Length)
            {
                c = SqlText.Unescape(_text[_position++]);
            }

            value.Append(c);
        }

        return _position++ < _text.Length ? value.ToString() : throw Fail("the closing quote of the comment");
    }

    private bool TryTakeWord(string word)
    {
        SkipSpace();
        int end = _position + word.Length;
        if (string.Compare(_text, _position, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) != 0
            || (end < _text.Length && (char.IsLetterOrDigit(_text[end]) || _text[end] == '_')))
        {
            return false;
        }

        _position = end;
        return true;
    }

    private bool TryTake(char expected)
    {
        SkipSpace();
        if (_position >= _text.Length || _text[_position] != expected)
        {
            return false;
        }

        _position++;
        return true;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }
    }

    private FormatException Fail(string expected)
    {
        string found = _position < _text.Length ? $"'{_text[_position]}'" : "the end of the text";
        return new FormatException(
            string.Create(CultureInfo.InvariantCulture, $"The column list '{_text}' is not valid: {expected} expected at position {_position}, {found} found."));
    }
}
