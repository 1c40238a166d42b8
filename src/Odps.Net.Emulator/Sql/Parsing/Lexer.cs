using System.Globalization;
using System.Text;

namespace Odps.Net.Emulator.Sql.Parsing;

/// <summary>Cuts the text of statements into tokens; comments (<c>--</c>, <c>/* */</c> and hints) vanish.</summary>
internal sealed class Lexer(string text)
{
    private static readonly string[] Symbols = ["<=>", "==", "!=", "<>", "<=", ">=", "||", "&&", "::", "->", ":="];

    private readonly string _text = text;
    private int _position;
    private int _line = 1;
    private int _lineStart;

    private SourcePosition Here => new(_line, _position - _lineStart + 1);

    public List<Token> ReadAll()
    {
        var tokens = new List<Token>();
        while (true)
        {
            SkipSpaceAndComments();
            Token token = ReadToken();
            tokens.Add(token);
            if (token.Kind == TokenKind.End)
            {
                return tokens;
            }
        }
    }

    private Token ReadToken()
    {
        int start = _position;
        SourcePosition at = Here;
        if (_position >= _text.Length)
        {
            return new Token(TokenKind.End, "", start, start, at);
        }

        char c = _text[_position];
        if (c == '`')
        {
            string name = ReadQuotedName(at);
            return new Token(TokenKind.QuotedName, name, start, _position, at);
        }

        if (c is '\'' or '"')
        {
            string value = ReadText(c, at);
            return new Token(TokenKind.Text, value, start, _position, at);
        }

        if (char.IsAsciiDigit(c) || (c == '.' && _position + 1 < _text.Length && char.IsAsciiDigit(_text[_position + 1]) && !AfterName()))
        {
            bool isNumber = ReadNumber();
            return new Token(isNumber ? TokenKind.Number : TokenKind.Word, _text[start.._position], start, _position, at);
        }

        if (IsNameStart(c))
        {
            while (_position < _text.Length && IsNamePart(_text[_position]))
            {
                _position++;
            }

            return new Token(TokenKind.Word, _text[start.._position], start, _position, at);
        }

        foreach (string symbol in Symbols)
        {
            if (string.CompareOrdinal(_text, _position, symbol, 0, symbol.Length) == 0)
            {
                _position += symbol.Length;
                return new Token(TokenKind.Symbol, symbol, start, _position, at);
            }
        }

        // A character that means nothing is refused where it stands, by the parser; in the value of SET any may stand.
        _position++;
        return new Token(TokenKind.Symbol, c.ToString(), start, _position, at);
    }

    /// <summary>Whether a point at this place belongs to a name such as <c>t.1a</c> and does not begin a number.</summary>
    private bool AfterName() => _position > 0 && (IsNamePart(_text[_position - 1]) || _text[_position - 1] == '`');

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '_' or '$';

    private bool ReadNumber()
    {
        while (_position < _text.Length && char.IsAsciiDigit(_text[_position]))
        {
            _position++;
        }

        // After a point a number with letters may be a name: project.1day.
        if (_position < _text.Length && _text[_position] == '.' && (_position + 1 >= _text.Length || !IsNameStart(_text[_position + 1]) || IsExponent(_position + 1)))
        {
            _position++;
            while (_position < _text.Length && char.IsAsciiDigit(_text[_position]))
            {
                _position++;
            }
        }

        if (IsExponent(_position))
        {
            _position += 2;
            while (_position < _text.Length && char.IsAsciiDigit(_text[_position]))
            {
                _position++;
            }
        }

        int suffix = _position;
        while (_position < _text.Length && IsNamePart(_text[_position]))
        {
            _position++;
        }

        return _text[suffix.._position].ToUpperInvariant() is "" or "L" or "S" or "Y" or "BD" or "D" or "F";
    }

    private bool IsExponent(int at)
    {
        if (at >= _text.Length || _text[at] is not ('e' or 'E') || at + 1 >= _text.Length)
        {
            return false;
        }

        return char.IsAsciiDigit(_text[at + 1]) || (_text[at + 1] is '+' or '-' && at + 2 < _text.Length && char.IsAsciiDigit(_text[at + 2]));
    }

    private string ReadQuotedName(SourcePosition at)
    {
        var name = new StringBuilder();
        for (_position++; _position < _text.Length; _position++)
        {
            if (_text[_position] != '`')
            {
                name.Append(_text[_position]);
            }
            else if (_position + 1 < _text.Length && _text[_position + 1] == '`')
            {
                name.Append('`');
                _position++;
            }
            else
            {
                _position++;
                return name.Length > 0 ? name.ToString() : throw SqlErrors.Parse(at, "an empty name in back-quotes");
            }
        }

        throw SqlErrors.Parse(at, "unterminated back-quoted name");
    }

    private string ReadText(char quote, SourcePosition at)
    {
        var value = new StringBuilder();
        for (_position++; _position < _text.Length;)
        {
            char c = _text[_position++];
            if (c == quote)
            {
                return value.ToString();
            }

            if (c == '\n')
            {
                _line++;
                _lineStart = _position;
            }

            if (c != '\\' || _position >= _text.Length)
            {
                value.Append(c);
                continue;
            }

            AppendEscape(value);
        }

        throw SqlErrors.Parse(at, "unterminated string literal");
    }

    private void AppendEscape(StringBuilder value)
    {
        char c = _text[_position++];
        if (c == 'u' && _position + 4 <= _text.Length
            && ushort.TryParse(_text.AsSpan(_position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
        {
            value.Append((char)code);
            _position += 4;
            return;
        }

        if (c is >= '0' and <= '3' && _position + 2 <= _text.Length && IsOctal(_text[_position]) && IsOctal(_text[_position + 1]))
        {
            value.Append((char)(((c - '0') * 64) + ((_text[_position] - '0') * 8) + (_text[_position + 1] - '0')));
            _position += 2;
            return;
        }

        _ = c switch
        {
            'n' => value.Append('\n'),
            't' => value.Append('\t'),
            'r' => value.Append('\r'),
            'b' => value.Append('\b'),
            '0' => value.Append('\0'),
            'Z' => value.Append('\u001a'),
            // LIKE needs to see these two escapes.
            '%' or '_' => value.Append('\\').Append(c),
            _ => value.Append(c),
        };
        if (c == '\n')
        {
            _line++;
            _lineStart = _position;
        }
    }

    private static bool IsOctal(char c) => c is >= '0' and <= '7';

    private void SkipSpaceAndComments()
    {
        while (_position < _text.Length)
        {
            char c = _text[_position];
            if (c == '\n')
            {
                _position++;
                _line++;
                _lineStart = _position;
            }
            else if (char.IsWhiteSpace(c) || c == '\uFEFF')
            {
                _position++;
            }
            else if (c == '-' && Next() == '-')
            {
                int end = _text.IndexOf('\n', _position);
                _position = end < 0 ? _text.Length : end;
            }
            else if (c == '/' && Next() == '*')
            {
                SkipBlockComment();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipBlockComment()
    {
        SourcePosition at = Here;
        int end = _text.IndexOf("*/", _position + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            throw SqlErrors.Parse(at, "unterminated comment");
        }

        for (; _position < end + 2; _position++)
        {
            if (_text[_position] == '\n')
            {
                _line++;
                _lineStart = _position + 1;
            }
        }
    }

    private char Next() => _position + 1 < _text.Length ? _text[_position + 1] : '\0';
}
