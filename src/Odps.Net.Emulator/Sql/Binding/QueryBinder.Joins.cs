using Odps.Net.Emulator.Sql.Ast;

namespace Odps.Net.Emulator.Sql.Binding;

/// <content>Joins. SQLite has INNER and LEFT; the others are made of these.</content>
internal sealed partial class QueryBinder
{
    private BoundRelation BindJoin(JoinRelation join, Scope? outer)
    {
        BoundRelation left = BindRelation(join.Left, outer);
        BoundRelation right = BindRelation(join.Right, outer);

        // What stands after JOIN is one thing, whatever it is made of.
        right = right.IsSingle ? right : Materialize(right);
        left = join.Kind is JoinKind.Right or JoinKind.Full && !left.IsSingle ? Materialize(left) : left;
        IReadOnlyList<string> shared = join.IsNatural ? NaturalColumns(left, right) : join.Using;
        string? condition = BindJoinCondition(join, left, right, shared, outer);
        if (condition is null && join.Kind is not JoinKind.Cross && !join.IsNatural && !context.Session.AllowsCartesianProduct)
        {
            throw SqlErrors.Cartesian(join.Position, "a join needs an ON condition; CROSS JOIN gives all pairs");
        }

        condition ??= "1";
        switch (join.Kind)
        {
            case JoinKind.Inner or JoinKind.Cross:
                return new BoundRelation($"{left.Sql} JOIN {right.Sql} ON {condition}", Merge(left, right, shared, join.Kind), false);
            case JoinKind.Left:
                return new BoundRelation($"{left.Sql} LEFT JOIN {right.Sql} ON {condition}", Merge(left, right, shared, join.Kind), false);
            case JoinKind.Right:
                return new BoundRelation($"{right.Sql} LEFT JOIN {left.Sql} ON {condition}", Merge(left, right, shared, join.Kind), false);
            case JoinKind.Full:
                return BindFullJoin(left, right, condition, shared);
            default:
                string exists = $"{(join.Kind == JoinKind.Anti ? "NOT " : "")}EXISTS (SELECT 1 FROM {right.Sql} WHERE {condition})";
                return Materialize(left, $" WHERE {exists}");
        }
    }

    private string? BindJoinCondition(JoinRelation join, BoundRelation left, BoundRelation right, IReadOnlyList<string> shared, Scope? outer)
    {
        var scope = new Scope([.. left.Relations, .. right.Relations], outer);
        var binder = new ExpressionBinder(context, this, scope) { NoAggregatesIn = "ON" };
        if (join.On is not null)
        {
            return binder.BindCondition(join.On, "ON").Sql;
        }

        if (shared.Count == 0)
        {
            return null;
        }

        return string.Join(" AND ", shared.Select(name =>
        {
            ScopeColumn a = Column(left, name, join.Position);
            ScopeColumn b = Column(right, name, join.Position);
            return binder.BindEquality(new TypedSql(a.Sql, a.Type), new TypedSql(b.Sql, b.Type), join.Position).Sql;
        }));
    }

    private static ScopeColumn Column(BoundRelation relation, string name, SourcePosition at) =>
        new Scope(relation.Relations, null).Resolve(at, [name])?.Column ?? throw SqlErrors.ColumnNotFound(at, name);

    private static List<string> NaturalColumns(BoundRelation left, BoundRelation right)
    {
        var names = right.Relations.SelectMany(r => r.Columns).Select(c => c.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. left.Relations.SelectMany(r => r.Columns).Where(c => !c.IsMerged && names.Contains(c.Name)).Select(c => c.Name)];
    }

    /// <summary>The relations of both sides; a shared column is named once, by the side that cannot be missing.</summary>
    private static IReadOnlyList<ScopeRelation> Merge(BoundRelation left, BoundRelation right, IReadOnlyList<string> shared, JoinKind kind)
    {
        if (shared.Count == 0)
        {
            return [.. left.Relations, .. right.Relations];
        }

        var hidden = new HashSet<string>(shared, StringComparer.OrdinalIgnoreCase);
        IEnumerable<ScopeRelation> Hide(IEnumerable<ScopeRelation> relations) => relations.Select(r =>
            r with { Columns = [.. r.Columns.Select(c => hidden.Contains(c.Name) ? c with { IsMerged = true } : c)] });
        var merged = new ScopeRelation([], [.. shared.Select(name =>
        {
            ScopeColumn a = Column(left, name, default);
            ScopeColumn b = Column(right, name, default);
            OdpsType type = SqlTypes.Common(a.Type, b.Type) ?? a.Type;
            return kind switch
            {
                JoinKind.Right => b,
                JoinKind.Full => new ScopeColumn(a.Name, $"coalesce({a.Sql}, {b.Sql})", type),
                _ => a,
            };
        })]);
        return [merged, .. Hide(left.Relations), .. Hide(right.Relations)];
    }

    /// <summary>A relation as one subquery, whose columns keep their names.</summary>
    private BoundRelation Materialize(BoundRelation relation, string where = "")
    {
        string alias = context.NextAlias();
        ScopeColumn[] columns = [.. relation.Relations.SelectMany(r => r.Columns)];
        string list = string.Join(", ", columns.Select((c, i) => $"{c.Sql} AS {BoundQuery.ColumnSql(i)}"));
        return new BoundRelation($"(SELECT {list} FROM {relation.Sql}{where}) AS {alias}", Readdress(relation.Relations, alias, 0), true);
    }

    private static IReadOnlyList<ScopeRelation> Readdress(IReadOnlyList<ScopeRelation> relations, string alias, int first) =>
        [.. relations.Select(r => r with { Columns = [.. r.Columns.Select(c => c with { Sql = $"{alias}.{BoundQuery.ColumnSql(first++)}" })] })];

    /// <summary>The LEFT JOIN, and after it the rows of the right side that met nothing.</summary>
    private BoundRelation BindFullJoin(BoundRelation left, BoundRelation right, string condition, IReadOnlyList<string> shared)
    {
        string alias = context.NextAlias();
        ScopeColumn[] leftColumns = [.. left.Relations.SelectMany(r => r.Columns)];
        ScopeColumn[] rightColumns = [.. right.Relations.SelectMany(r => r.Columns)];
        string both = string.Join(", ", leftColumns.Concat(rightColumns).Select((c, i) => $"{c.Sql} AS {BoundQuery.ColumnSql(i)}"));
        string onlyRight = string.Join(", ", leftColumns.Select(_ => "NULL").Concat(rightColumns.Select(c => c.Sql)));
        string sql = $"(SELECT {both} FROM {left.Sql} LEFT JOIN {right.Sql} ON {condition} UNION ALL "
            + $"SELECT {onlyRight} FROM {right.Sql} WHERE NOT EXISTS (SELECT 1 FROM {left.Sql} WHERE {condition})) AS {alias}";
        var newLeft = new BoundRelation("", Readdress(left.Relations, alias, 0), true);
        var newRight = new BoundRelation("", Readdress(right.Relations, alias, leftColumns.Length), true);
        return new BoundRelation(sql, Merge(newLeft, newRight, shared, JoinKind.Full), true);
    }
}
