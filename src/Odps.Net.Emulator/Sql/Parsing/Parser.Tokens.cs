using System.Globalization;

namespace Odps.Net.Emulator.Sql.Parsing;

/// <content>Taking tokens: the small steps of all the others.</content>
internal sealed partial class Parser
{
    private EmulatorException Unexpected(string? expected = null)
    {
        string found = Current.Kind == TokenKind.End ? "<EOF>" : _text[Current.Start..Current.End];
        string hint = expected is null ? "" : $", expect {expected}";
        return SqlErrors.Parse(Position, $"invalid token '{found}'{hint}");
    }

    private bool IsWord(string word) => Current.IsWord(word);

    private bool TryTakeWord(string word)
    {
        if (!Current.IsWord(word))
        {
            return false;
        }

        _index++;
        return true;
    }

    /// <summary>Takes words that stand in a row, or none of them.</summary>
    private bool TryTakeWords(params ReadOnlySpan<string> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (_index + i >= _tokens.Count || !_tokens[_index + i].IsWord(words[i]))
            {
                return false;
            }
        }

        _index += words.Length;
        return true;
    }

    private void TakeWord(string word)
    {
        if (!TryTakeWord(word))
        {
            throw Unexpected(word);
        }
    }

    private bool TryTake(string symbol)
    {
        if (!Current.IsSymbol(symbol))
        {
            return false;
        }

        _index++;
        return true;
    }

    private void Take(string symbol)
    {
        if (!TryTake(symbol))
        {
            throw Unexpected($"'{symbol}'");
        }
    }

    private string TakeName(string what)
    {
        if (Current.Kind is not (TokenKind.Word or TokenKind.QuotedName))
        {
            throw Unexpected(what);
        }

        return _tokens[_index++].Text;
    }

    private string TakeText(string what)
    {
        if (Current.Kind != TokenKind.Text)
        {
            throw Unexpected(what);
        }

        string text = _tokens[_index++].Text;
        while (Current.Kind == TokenKind.Text)
        {
            text += _tokens[_index++].Text;
        }

        return text;
    }

    private int TakeInteger(string what)
    {
        bool negative = TryTake("-");
        if (Current.Kind != TokenKind.Number || !int.TryParse(Current.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            throw Unexpected(what);
        }

        _index++;
        return negative ? -number : number;
    }

    /// <summary>@name, whose sign belongs to the name.</summary>
    private string TakeVariable()
    {
        Take("@");
        return "@" + TakeName("a variable");
    }
}
