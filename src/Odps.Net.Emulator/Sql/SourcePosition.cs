namespace Odps.Net.Emulator.Sql;

/// <summary>A place in the text of a statement, both numbers from 1.</summary>
internal readonly record struct SourcePosition(int Line, int Column)
{
    public override string ToString() => FormattableString.Invariant($"[{Line},{Column}]");
}
