using Odps.Net.Emulator.Sql.Ast;

namespace Odps.Net.Emulator.Sql.Parsing;

/// <content>
/// Variables of a script: <c>@name := query</c> stands for a table, <c>@name [type] := expression</c> for a value. A value is put in where it is used.
/// </content>
internal sealed partial class Parser
{
    private const int MaxValueUses = 10_000;

    private readonly List<CommonTable> _tableVariables = [];
    private readonly Dictionary<string, (Expression Value, int Uses)> _valueVariables = new(StringComparer.OrdinalIgnoreCase);
    private int _queries;
    private int _valueUses;

    private void ParseAssignment()
    {
        SourcePosition at = Position;
        string name = TakeVariable();
        OdpsType? type = Current.IsSymbol(":=") ? null : ParseType();
        Take(":=");
        _ = TryTakeWords("CACHE", "ON");
        if (type is null && StartsQuery())
        {
            // What it reads of earlier variables is a common table already where it is used itself.
            _queries++;
            Query query = ParseQuery();
            _queries--;
            _valueVariables.Remove(name);

            // An earlier one of the name stays for the variables between; what comes behind finds the newest first.
            _tableVariables.Add(new CommonTable(at, name, [], query));
            return;
        }

        _valueUses = 0;
        Expression value = ParseExpression();
        _valueVariables[name] = (type is null ? value : new CastExpression(at, value, type), _valueUses);
    }

    private string TakeVariable()
    {
        Take("@");
        return "@" + TakeName("the name of a variable");
    }

    private TableName ParseVariableTable()
    {
        SourcePosition at = Position;
        string name = TakeVariable();
        return _tableVariables.Exists(table => table.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ? new TableName(at, [name])
            : throw SqlErrors.Semantic(at, $"the variable {name} is not declared, or is no table");
    }

    private Expression ParseVariableValue()
    {
        SourcePosition at = Position;
        string name = TakeVariable();
        if (_valueVariables.TryGetValue(name, out (Expression Value, int Uses) variable))
        {
            // Values within values could double with every variable.
            _valueUses += variable.Uses + 1;
            return _valueUses <= MaxValueUses ? variable.Value : throw SqlErrors.Parse(at, "the variables of the script are nested too deeply");
        }

        if (!_tableVariables.Exists(table => table.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            throw SqlErrors.Semantic(at, $"the variable {name} is not declared");
        }

        var select = new SelectBody(at) { Items = [new SelectItem(new StarExpression(at, []), [])], From = new TableRelation(at, new TableName(at, [name]), null) };
        return new SubqueryExpression(at, new Query(at, select));
    }
}
