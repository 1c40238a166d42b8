namespace Odps.Net;

/// <summary>How many digits of a DECIMAL stand behind its point, as the object that <see cref="RecordSlot"/> keeps beside the digits, so that a DECIMAL needs no object of its own.</summary>
internal sealed class DecimalScale
{
    private static readonly DecimalScale[] All = [.. Enumerable.Range(0, OdpsDecimal.MaxPrecision + 1).Select(digits => new DecimalScale(digits))];

    private DecimalScale(int digits) => Digits = digits;

    public int Digits { get; }

    public static DecimalScale Of(int digits) => All[digits];
}
