using Odps.Net.Emulator.MachineLearning;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Emulator;

/// <summary>What is put into an emulator before a test begins; see <see cref="OdpsEmulator.Seed"/>. Usable only within that call.</summary>
public sealed partial class EmulatorSeed
{
    private readonly EmulatedService _service;
    private readonly List<EmulatorUser> _users = [];

    internal EmulatorSeed(EmulatedService service)
    {
        _service = service;
        CurrentProject = service.Options.Projects[0];
    }

    internal string CurrentProject { get; private set; }

    /// <summary>The schema of what follows; null for the default one.</summary>
    internal string? CurrentSchema { get; private set; }

    internal ITableStore Store => _service.Store;

    /// <summary>
    /// Makes a project when there is none of the name. What follows belongs to it and its schema <c>default</c>. Before the first call it is
    /// <see cref="OdpsEmulator.Project"/>.
    /// </summary>
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
        CurrentSchema = null;
        return this;
    }

    /// <summary>Makes a schema in the current project when there is none of the name. What follows belongs to it. Before the first call it is <c>default</c>.</summary>
    /// <param name="name">The name.</param>
    /// <returns>This seed.</returns>
    public EmulatorSeed Schema(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Store.CreateSchema(new SchemaDefinition { Project = CurrentProject, Name = name, Owner = _service.Users.Owner.Account }, ifNotExists: true);
        CurrentSchema = name.Equals(SqliteTableStore.DefaultSchema, StringComparison.OrdinalIgnoreCase) ? null : name;
        return this;
    }

    /// <summary>Makes a table in the current project and schema.</summary>
    /// <param name="name">The name, or <c>schema.name</c> for another schema.</param>
    /// <param name="columns">The data columns as CREATE TABLE has them between its brackets.</param>
    /// <param name="partitionColumns">The partition keys in the same form. Default: none.</param>
    /// <returns>The table, to give it rows.</returns>
    /// <exception cref="FormatException">A text is not a list of columns.</exception>
    /// <exception cref="InvalidOperationException">There is such a table already.</exception>
    public SeededTable Table(string name, string columns, string? partitionColumns = null) => Table(name, TableSchema.Parse(columns, partitionColumns));

    /// <summary>Makes a table in the current project and schema.</summary>
    /// <param name="name">The name, or <c>schema.name</c> for another schema.</param>
    /// <param name="schema">The columns and partition keys.</param>
    /// <returns>The table, to give it rows.</returns>
    /// <exception cref="InvalidOperationException">There is such a table already.</exception>
    public SeededTable Table(string name, TableSchema schema)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(schema);
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        var table = new TableDefinition
        {
            Project = CurrentProject,
            SchemaName = dot < 0 ? CurrentSchema ?? SqliteTableStore.DefaultSchema : name[..dot],
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

    /// <summary>Lets one more account sign requests; which project it is a user of, <see cref="Member"/> says.</summary>
    /// <param name="user">The account and its key pair.</param>
    /// <returns>This seed.</returns>
    /// <exception cref="ArgumentException">There is a user with this access id.</exception>
    public EmulatorSeed User(EmulatorUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        _service.Users.Add(user);
        _users.Add(user);
        return this;
    }

    /// <summary>Makes an account a user of the current project (<c>ADD USER</c>), with roles (<c>GRANT</c>) that are made when they are not there.</summary>
    /// <param name="account">The account, for example <c>ALIYUN$name@example.com</c> or <c>RAM$account:name</c>.</param>
    /// <param name="roles">Its roles. Default: none.</param>
    /// <returns>This seed.</returns>
    /// <exception cref="InvalidOperationException">It is a user of the project already, or a name is none.</exception>
    public EmulatorSeed Member(string account, params IEnumerable<string> roles)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(account);
        ArgumentNullException.ThrowIfNull(roles);
        Security.ProjectMembers members = _service.Security.Members;
        members.AddUser(CurrentProject, account, "");
        foreach (string role in roles)
        {
            if (members.FindRole(CurrentProject, role) is null)
            {
                members.CreateRole(CurrentProject, role, "");
            }

            members.Grant(CurrentProject, role, account);
        }

        return this;
    }

    /// <summary>Takes back what no transaction holds.</summary>
    internal void Undo() => _users.ForEach(user => _service.Users.Remove(user.AccessId));
}
