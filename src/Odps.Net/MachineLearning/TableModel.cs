using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// A handle to a model that is kept in tables, one for each of its items: <c>otm_{model}__{item}</c>, or <c>tmp_pyodps_otm_{model}__{item}</c> for a
/// temporary one. That is a custom of clients, not an object of the service. It holds no state and costs no call.
/// </summary>
public sealed class TableModel
{
    private const string Temporary = "tmp_pyodps_";
    private const string ModelPrefix = "otm_";
    private const string Separator = "__";

    private readonly ServiceScope _scope;

    internal TableModel(ServiceScope scope, string project, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _scope = scope;
        Project = project;
        Name = name;
    }

    /// <summary>The project.</summary>
    public string Project { get; }

    /// <summary>The name; that of a temporary model begins with <c>tmp_pyodps_</c>.</summary>
    public string Name { get; }

    private string TablePrefix => Name.StartsWith(Temporary, StringComparison.Ordinal)
        ? $"{Temporary}{ModelPrefix}{Name[Temporary.Length..]}{Separator}"
        : $"{ModelPrefix}{Name}{Separator}";

    /// <summary>The tables of the model. The cost of listing them: one request for each page.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <returns>The tables by the names of their items.</returns>
    public async Task<IReadOnlyDictionary<string, Table>> GetTablesAsync(CancellationToken cancellationToken = default)
    {
        var tables = new TableCollection(_scope.With(Project, _scope.Schema));
        var items = new Dictionary<string, Table>(StringComparer.Ordinal);
        await foreach (TableInfo table in tables.ListAsync(new ListTablesOptions { Prefix = TablePrefix }, cancellationToken).ConfigureAwait(false))
        {
            // A model's name may hold the separator too: only tables with nothing else before it are this model's.
            if (NameOf(table.Name) == Name)
            {
                items[table.Name[TablePrefix.Length..]] = tables[table.Name];
            }
        }

        return items;
    }

    /// <summary>Whether the model has any table. The cost of listing them: one request for each page.</summary>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public async Task<bool> ExistsAsync(CancellationToken cancellationToken = default) => (await GetTablesAsync(cancellationToken).ConfigureAwait(false)).Count > 0;

    /// <summary>The parameters of the model: the JSON object in the comment of its tables. The cost of listing the tables, and one request.</summary>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The parameters; empty when the comment is empty or there is no table.</returns>
    /// <exception cref="OdpsDataException">The comment is not a JSON object.</exception>
    public async Task<IReadOnlyDictionary<string, string>> GetParametersAsync(CancellationToken cancellationToken = default)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        Table? table = (await GetTablesAsync(cancellationToken).ConfigureAwait(false)).Values.FirstOrDefault();
        string? comment = table is null ? null : (await table.GetAsync(cancellationToken).ConfigureAwait(false)).Comment;
        if (string.IsNullOrWhiteSpace(comment))
        {
            return parameters;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(comment);
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                parameters[property.Name] = property.Value.ToString();
            }

            return parameters;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new OdpsDataException($"The comment of table {table} does not hold the parameters of model {Name}: a JSON object was expected.", failure);
        }
    }

    /// <summary>Drops all tables of the model. The cost of listing them, and an instance for each.</summary>
    /// <param name="cancellationToken">Ends the work; tables that were dropped stay dropped.</param>
    /// <returns>How many tables were dropped.</returns>
    public async Task<int> DropAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyDictionary<string, Table> tables = await GetTablesAsync(cancellationToken).ConfigureAwait(false);
        foreach (Table table in tables.Values)
        {
            await table.DropAsync(ifExists: true, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        return tables.Count;
    }

    /// <summary>The project and the name.</summary>
    public override string ToString() => $"{Project}.{Name}";

    /// <summary>What the names of the tables of all models begin with whose names begin so.</summary>
    internal static IEnumerable<string> TablePrefixes(string prefix)
    {
        if (prefix.StartsWith(Temporary, StringComparison.Ordinal))
        {
            yield return $"{Temporary}{ModelPrefix}{prefix[Temporary.Length..]}";
            yield break;
        }

        yield return ModelPrefix + prefix;
        if (Temporary.StartsWith(prefix, StringComparison.Ordinal))
        {
            yield return Temporary + ModelPrefix;
        }
    }

    /// <summary>The model that a table belongs to; null when the name is not of that form.</summary>
    internal static string? NameOf(string table)
    {
        int end = table.LastIndexOf(Separator, StringComparison.Ordinal);
        string head = end < 0 ? "" : table[..end];
        string? name = head.StartsWith(Temporary + ModelPrefix, StringComparison.Ordinal) ? Temporary + head[(Temporary.Length + ModelPrefix.Length)..]
            : head.StartsWith(ModelPrefix, StringComparison.Ordinal) ? head[ModelPrefix.Length..]
            : null;
        return string.IsNullOrEmpty(name) ? null : name;
    }
}
