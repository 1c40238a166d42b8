namespace Odps.Net;

/// <summary>
/// Follows the text of statements and knows what each character belongs to: code, a text or name in quotes (a backslash takes the next character along), or a
/// comment. Block comments do not nest.
/// </summary>
internal struct SqlScanner
{
    private bool _escaped;
    private char _previous;

    /// <summary>What the next character stands in.</summary>
    public SqlScannerState State { get; private set; }

    /// <summary>Whether the next character is code.</summary>
    public readonly bool IsCode => State == SqlScannerState.Code;

    /// <summary>Takes the next character and the one behind it (or NUL at the end), which tells comments from operators.</summary>
    public void Take(char c, char next)
    {
        switch (State)
        {
            case SqlScannerState.Code:
                State = c switch
                {
                    '\'' => SqlScannerState.SingleQuotes,
                    '"' => SqlScannerState.DoubleQuotes,
                    '`' => SqlScannerState.BackQuotes,
                    '-' when next == '-' => SqlScannerState.LineComment,
                    '/' when next == '*' => SqlScannerState.BlockComment,
                    _ => SqlScannerState.Code,
                };

                // The star that opens a comment must not close it as well.
                _previous = '\0';
                return;
            case SqlScannerState.LineComment:
                State = c is '\n' or '\r' ? SqlScannerState.Code : State;
                return;
            case SqlScannerState.BlockComment:
                if (c == '/' && _previous == '*')
                {
                    State = SqlScannerState.Code;
                }

                _previous = _previous == '\0' ? ' ' : c;
                return;
        }

        if (_escaped)
        {
            _escaped = false;
        }
        else if (c == '\\')
        {
            _escaped = true;
        }
        else if (c == Quote(State))
        {
            State = SqlScannerState.Code;
        }
    }

    /// <summary>Takes a piece of text. What follows it is not known, so it must not end within an operator.</summary>
    public void Take(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            Take(text[i], i + 1 < text.Length ? text[i + 1] : '\0');
        }
    }

    private static char Quote(SqlScannerState state) => state switch
    {
        SqlScannerState.SingleQuotes => '\'',
        SqlScannerState.DoubleQuotes => '"',
        _ => '`',
    };
}

/// <summary>What a character of a statement belongs to.</summary>
internal enum SqlScannerState
{
    Code,
    SingleQuotes,
    DoubleQuotes,
    BackQuotes,
    LineComment,
    BlockComment,
}
