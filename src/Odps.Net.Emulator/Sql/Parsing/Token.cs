namespace Odps.Net.Emulator.Sql.Parsing;

internal enum TokenKind
{
    End,
    Word,
    QuotedName,
    Text,
    Number,
    Symbol,
}

/// <summary>A word of a statement.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A word or symbol as written, the content of a quoted name or text, a number with its suffix.</param>
/// <param name="Start">Where it begins in the whole text.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Position">Line and column.</param>
internal sealed record Token(TokenKind Kind, string Text, int Start, int End, SourcePosition Position)
{
    public bool IsWord(string word) => Kind == TokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}
