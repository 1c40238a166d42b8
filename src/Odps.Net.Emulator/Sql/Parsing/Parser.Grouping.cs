using Odps.Net.Emulator.Sql.Ast;

namespace Odps.Net.Emulator.Sql.Parsing;

/// <content>GROUP BY and ORDER BY.</content>
internal sealed partial class Parser
{
    private SelectBody ParseGroupBy(SelectBody select)
    {
        var groups = new List<Expression>();
        if (TryTakeWords("GROUPING", "SETS"))
        {
            return select with { GroupBy = groups, GroupingSets = ParseGroupingSets(groups) };
        }

        bool rollup = IsWord("ROLLUP") && Following.IsSymbol("(");
        bool cube = IsWord("CUBE") && Following.IsSymbol("(");
        if (rollup || cube)
        {
            _index += 2;
        }

        do
        {
            groups.Add(ParseExpression());
        }
        while (TryTake(","));
        if (rollup || cube)
        {
            Take(")");
        }

        rollup |= TryTakeWords("WITH", "ROLLUP");
        cube |= TryTakeWords("WITH", "CUBE");
        List<IReadOnlyList<int>>? sets = rollup
            ? [.. Enumerable.Range(0, groups.Count + 1).Reverse().Select(n => Enumerable.Range(0, n).ToArray())]
            : cube ? [.. Enumerable.Range(0, 1 << groups.Count).Reverse().Select(mask => Enumerable.Range(0, groups.Count).Where(i => (mask >> i & 1) != 0).ToArray())]
            : TryTakeWords("GROUPING", "SETS") ? ParseGroupingSets(groups) : null;
        return select with { GroupBy = groups, GroupingSets = sets };
    }

    private List<IReadOnlyList<int>> ParseGroupingSets(List<Expression> groups)
    {
        var sets = new List<IReadOnlyList<int>>();
        Take("(");
        do
        {
            var set = new List<int>();
            if (TryTake("("))
            {
                while (!TryTake(")"))
                {
                    set.Add(GroupIndex(groups, ParseExpression()));
                    _ = TryTake(",");
                }
            }
            else
            {
                set.Add(GroupIndex(groups, ParseExpression()));
            }

            sets.Add(set);
        }
        while (TryTake(","));
        Take(")");
        return sets;
    }

    private static int GroupIndex(List<Expression> groups, Expression expression)
    {
        int index = groups.FindIndex(g => g is NameExpression left && expression is NameExpression right && left.Text.Equals(right.Text, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
        {
            groups.Add(expression);
        }

        return index < 0 ? groups.Count - 1 : index;
    }

    private List<SortItem> ParseOrderBy()
    {
        _index++;
        TakeWord("BY");
        return ParseSortItems();
    }

    private List<SortItem> ParseSortItems()
    {
        var items = new List<SortItem>();
        do
        {
            Expression value = ParseExpression();
            bool descending = TryTakeWord("DESC");
            _ = !descending && TryTakeWord("ASC");
            bool? nullsFirst = TryTakeWords("NULLS", "FIRST") ? true : TryTakeWords("NULLS", "LAST") ? false : null;
            items.Add(new SortItem(value, descending, nullsFirst));
        }
        while (TryTake(","));
        return items;
    }
}
