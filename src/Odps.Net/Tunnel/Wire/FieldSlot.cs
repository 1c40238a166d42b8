namespace Odps.Net.Tunnel.Wire;

/// <summary>A column of the stream that is read: how its field is coded, and beside it the value in the current row.</summary>
internal struct FieldSlot
{
    public readonly ColumnPlan Plan;
    public FieldValue Value;

    private FieldSlot(ColumnPlan plan) => Plan = plan;

    /// <summary>One entry for each column, and a last one for the tag that ends a record, which never has a value.</summary>
    public static FieldSlot[] Of(ColumnCollection columns, ValuePlan[] values, Func<int, bool>? isSent) =>
        Array.ConvertAll(ColumnPlan.Of(columns, values, isSent), plan => new FieldSlot(plan));
}
