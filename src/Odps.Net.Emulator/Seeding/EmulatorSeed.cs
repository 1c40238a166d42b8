using Odps.Net.Emulator.MachineLearning;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator;

/// <summary>What is put into an emulator before a test begins; see <see cref="OdpsEmulator.Seed"/>. Usable only within that call.</summary>
public sealed class EmulatorSeed
{
    private readonly EmulatedService _service;

    internal EmulatorSeed(EmulatedService service)
    {
        _service = service;
        CurrentProject = service.Options.Projects[0];
    }

    internal string CurrentProject { get; private set; }

    internal ITableStore Store => _service.Store;

    /// <summary>Makes a project when there is none of the name. What follows belongs to it. Before the first call it is <see cref="OdpsEmulator.Project"/>.</summary>
    /// <param name="name">The name.</param>
    /// <returns>This seed.</returns>
    public EmulatorSeed Project(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!Store.ProjectExists(name))
        {
            Store.CreateProject(name);
        }

        CurrentProject = name;
        return this;
    }

    /// <summary>Makes a table in the current project.</summary>
    /// <param name="name">The name, or <c>schema.name</c>.</param>
    /// <param name="columns">The data columns as CREATE TABLE has them between its brackets.</param>
    /// <param name="partitionColumns">The partition keys in the same form. Default: none.</param>
    /// <returns>The table, to give it rows.</returns>
    /// <exception cref="FormatException">A text is not a list of columns.</exception>
    /// <exception cref="EmulatorException">There is such a table already.</exception>
    public SeededTable Table(string name, string columns, string? partitionColumns = null) => Table(name, TableSchema.Parse(columns, partitionColumns));

    /// <summary>Makes a table in the current project.</summary>
    /// <param name="name">The name, or <c>schema.name</c>.</param>
    /// <param name="schema">The columns and partition keys.</param>
    /// <returns>The table, to give it rows.</returns>
    /// <exception cref="EmulatorException">There is such a table already.</exception>
    public SeededTable Table(string name, TableSchema schema)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(schema);
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        var table = new TableDefinition
        {
            Project = CurrentProject,
            SchemaName = dot < 0 ? SqliteTableStore.DefaultSchema : name[..dot],
            Name = name[(dot + 1)..],
            Schema = schema,
            Owner = _service.Users.Owner.Account,
        };
        Store.CreateTable(table, ifNotExists: false);
        return new SeededTable(this, Store.FindTable(table.Project, table.SchemaName, table.Name)!);
    }

    /// <summary>Gives the catalog of the current project a model, or one that is there a further version.</summary>
    /// <param name="name">The name.</param>
    /// <param name="version">The name of the version. Default: <c>v1</c>.</param>
    /// <param name="type">The kind. Default: <c>LLM</c>.</param>
    /// <param name="description">The description. Default: none.</param>
    /// <param name="schema">The schema. Default: <c>default</c>.</param>
    /// <returns>This seed.</returns>
    public EmulatorSeed Model(string name, string version = "v1", string type = "LLM", string? description = null, string schema = SqliteTableStore.DefaultSchema)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(version);
        CatalogModel.Add(_service.Objects, CurrentProject, schema, new CatalogModel(name, version, type, description, _service.Clock.GetUtcNow()));
        return this;
    }

    /// <summary>Lets one more user sign requests.</summary>
    /// <param name="user">The user.</param>
    /// <returns>This seed.</returns>
    /// <exception cref="ArgumentException">There is a user with this access id.</exception>
    public EmulatorSeed User(EmulatorUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        _service.Users.Add(user);
        return this;
    }
}
