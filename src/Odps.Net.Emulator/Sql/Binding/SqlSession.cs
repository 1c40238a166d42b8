using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator.Sql.Binding;

/// <summary>What the statements of one script share: where names are looked up, settings, the clock and the time zone.</summary>
internal sealed class SqlSession
{
    private readonly Dictionary<string, string> _settings;

    public SqlSession(SqlRequest request, SqliteTableStore store, IObjectStore objects)
    {
        Store = store;
        Objects = objects;
        Access = request.Access;
        Project = request.Project;
        Owner = request.Owner;
        Now = store.Now;
        _settings = new Dictionary<string, string>(request.Settings, StringComparer.OrdinalIgnoreCase);
        RequestedSchema = request.DefaultSchema;
        Refresh();
    }

    public SqliteTableStore Store { get; }

    public IObjectStore Objects { get; }

    /// <summary>What the one who asks may do; null for everything.</summary>
    public ISqlAccess? Access { get; }

    public string Project { get; set; }

    public string Owner { get; }

    /// <summary>The time at which the script began; all its statements see the same.</summary>
    public DateTimeOffset Now { get; }

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Whether whole numbers are INT (<c>odps.sql.type.system.odps2</c>) or BIGINT.</summary>
    public bool IsOdps2 { get; private set; }

    public bool AllowsCartesianProduct { get; private set; }

    /// <summary>Whether two-part names are schema.table rather than project.table.</summary>
    public bool HasSchemas { get; private set; }

    public string Schema { get; private set; } = SqliteTableStore.DefaultSchema;

    /// <summary>The variables of the script, by their names with the sign @.</summary>
    public Dictionary<string, Ast.AssignStatement> Variables { get; } = new(StringComparer.OrdinalIgnoreCase);

    private string? RequestedSchema { get; }

    public string? GetSetting(string key) => _settings.GetValueOrDefault(key);

    public void Set(string key, string value)
    {
        _settings[key] = value;
        Refresh();
    }

    private void Refresh()
    {
        IsOdps2 = IsTrue("odps.sql.type.system.odps2");
        AllowsCartesianProduct = IsTrue("odps.sql.allow.cartesian");
        HasSchemas = IsTrue("odps.namespace.schema");
        Schema = GetSetting("odps.default.schema") ?? RequestedSchema ?? SqliteTableStore.DefaultSchema;
        string? zone = GetSetting("odps.sql.timezone");
        if (zone is null)
        {
            Zone = TimeZoneInfo.Utc;
        }
        else
        {
            Zone = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? found)
                ? found
                : throw SqlErrors.InvalidValue($"odps.sql.timezone: there is no time zone '{zone}'");
        }
    }

    private bool IsTrue(string key) => GetSetting(key)?.Trim().Equals("true", StringComparison.OrdinalIgnoreCase) == true;
}
