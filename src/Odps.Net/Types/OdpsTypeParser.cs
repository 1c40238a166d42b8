using System.Globalization;

namespace Odps.Net;

/// <summary>Reads type names. Recursive descent over the text, with a limit on the depth so that hostile text cannot exhaust the stack.</summary>
internal ref struct OdpsTypeParser(string text)
{
    private const int MaxDepth = 64;

    private readonly string _text = text;
    private int _position;
    private int _depth;

    public OdpsType ParseWhole()
    {
        OdpsType type = ParseType();
        SkipSpace();
        return _position == _text.Length ? type : throw Fail("the end of the type");
    }

    /// <summary>Reads one type at the start of the text and tells where it ended.</summary>
    public OdpsType ParsePrefix(int start, out int end)
    {
        _position = start;
        OdpsType type = ParseType();
        end = _position;
        return type;
    }

    private OdpsType ParseType()
    {
        if (++_depth > MaxDepth)
        {
            throw new FormatException($"The type '{Shorten(_text)}' is nested deeper than {MaxDepth} levels.");
        }

        string word = ReadWord();
        OdpsType type = word.ToUpperInvariant() switch
        {
            "TINYINT" => OdpsType.TinyInt,
            "SMALLINT" => OdpsType.SmallInt,
            "INT" or "INTEGER" => OdpsType.Int,
            "BIGINT" => OdpsType.BigInt,
            "FLOAT" => OdpsType.Float,
            "DOUBLE" => OdpsType.Double,
            "BOOLEAN" => OdpsType.Boolean,
            "STRING" => OdpsType.String,
            "JSON" => OdpsType.Json,
            "BINARY" => OdpsType.Binary,
            "DATE" => OdpsType.Date,
            "DATETIME" => OdpsType.DateTime,
            "TIMESTAMP" => OdpsType.Timestamp,
            "TIMESTAMP_NTZ" => OdpsType.TimestampNtz,
            "INTERVAL_DAY_TIME" => OdpsType.IntervalDayTime,
            "INTERVAL_YEAR_MONTH" => OdpsType.IntervalYearMonth,
            "DECIMAL" => ParseDecimal(),
            "CHAR" => ParseSized(OdpsType.Char),
            "VARCHAR" => ParseSized(OdpsType.VarChar),
            "ARRAY" => ParseArray(),
            "MAP" => ParseMap(),
            "STRUCT" => ParseStruct(),
            "VECTOR" => ParseVector(),
            _ => ParseUnknown(word),
        };
        _depth--;
        return type;
    }

    private OdpsType ParseDecimal()
    {
        if (!TryTake('('))
        {
            return OdpsType.LegacyDecimal;
        }

        int precision = ReadNumber();
        int scale = TryTake(',') ? ReadNumber() : 0;
        Take(')');
        return InRange(() => OdpsType.Decimal(precision, scale));
    }

    private OdpsType ParseSized(Func<int, OdpsType> create)
    {
        Take('(');
        int length = ReadNumber();
        Take(')');
        return InRange(() => create(length));
    }

    private ArrayType ParseArray()
    {
        Take('<');
        OdpsType element = ParseType();
        Take('>');
        return OdpsType.Array(element);
    }

    private MapType ParseMap()
    {
        Take('<');
        OdpsType key = ParseType();
        Take(',');
        OdpsType value = ParseType();
        Take('>');
        return OdpsType.Map(key, value);
    }

    private StructType ParseStruct()
    {
        Take('<');
        var fields = new List<StructField>();
        do
        {
            string name = ReadWord();
            Take(':');
            fields.Add(new StructField(name, ParseType()));
            SkipFieldComment();
        }
        while (TryTake(','));
        Take('>');
        return OdpsType.Struct([.. fields]);
    }

    private VectorType ParseVector()
    {
        Take('(');
        OdpsType element = ParseType();
        Take(',');
        int dimension = ReadNumber();
        Take(')');
        return (VectorType)InRange(() => OdpsType.Vector(element, dimension));
    }

    /// <summary>A type of a newer service: its parameters, if any, are kept as text so that the whole schema can still be read.</summary>
    private OdpsType ParseUnknown(string word)
    {
        int start = _position;
        int depth = 0;
        SkipSpace();
        if (_position < _text.Length && _text[_position] is '(' or '<')
        {
            do
            {
                depth += _text[_position] is '(' or '<' ? 1 : _text[_position] is ')' or '>' ? -1 : 0;
                _position++;
            }
            while (depth > 0 && _position < _text.Length);
            if (depth > 0)
            {
                throw Fail("a closing bracket");
            }

            return OdpsType.Unknown(word + _text[start.._position].Trim());
        }

        _position = start;
        return OdpsType.Unknown(word);
    }

    private void SkipFieldComment()
    {
        SkipSpace();
        const string keyword = "COMMENT";
        if (string.Compare(_text, _position, keyword, 0, keyword.Length, StringComparison.OrdinalIgnoreCase) != 0)
        {
            return;
        }

        _position += keyword.Length;
        SkipSpace();
        if (_position >= _text.Length || _text[_position] is not ('\'' or '"'))
        {
            throw Fail("a quoted comment");
        }

        char quote = _text[_position++];
        while (_position < _text.Length && _text[_position] != quote)
        {
            _position += _text[_position] == '\\' ? 2 : 1;
        }

        if (_position >= _text.Length)
        {
            throw Fail("the end of the comment");
        }

        _position++;
    }

    private string ReadWord()
    {
        SkipSpace();
        int start = _position;
        if (_position < _text.Length && _text[_position] == '`')
        {
            var name = new System.Text.StringBuilder();
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
                    return name.Length > 0 ? name.ToString() : throw Fail("a name");
                }
            }

            throw Fail("a closing back-quote");
        }

        while (_position < _text.Length && (char.IsLetterOrDigit(_text[_position]) || _text[_position] is '_' or '$'))
        {
            _position++;
        }

        return _position > start ? _text[start.._position] : throw Fail("a name");
    }

    private int ReadNumber()
    {
        SkipSpace();
        int start = _position;
        while (_position < _text.Length && char.IsAsciiDigit(_text[_position]))
        {
            _position++;
        }

        return int.TryParse(_text.AsSpan(start, _position - start), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Fail("a number");
    }

    private readonly OdpsType InRange(Func<OdpsType> create)
    {
        try
        {
            return create();
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"The type '{Shorten(_text)}' is not valid: {e.Message}", e);
        }
    }

    private void Take(char expected)
    {
        if (!TryTake(expected))
        {
            throw Fail($"'{expected}'");
        }
    }

    private bool TryTake(char expected)
    {
        if (!Peek(expected))
        {
            return false;
        }

        _position++;
        return true;
    }

    private bool Peek(char expected)
    {
        SkipSpace();
        return _position < _text.Length && _text[_position] == expected;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }
    }

    private readonly FormatException Fail(string expected)
    {
        string found = _position < _text.Length ? $"'{_text[_position]}'" : "the end of the text";
        return new FormatException(
            string.Create(CultureInfo.InvariantCulture, $"The type '{Shorten(_text)}' is not valid: {expected} expected at position {_position}, {found} found."));
    }

    private static string Shorten(string text) => text.Length <= 200 ? text : string.Concat(text.AsSpan(0, 200), "...");
}
