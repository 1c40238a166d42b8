using System.Runtime.CompilerServices;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>The offline models (results of machine learning) of a project, and its models that are kept in tables.</summary>
public sealed class OfflineModelCollection
{
    private readonly ServiceScope _scope;

    internal OfflineModelCollection(ServiceScope scope) => _scope = scope;

    /// <summary>A handle to a model, which may or may not exist; costs no call.</summary>
    /// <param name="name">The name.</param>
    public OfflineModel this[string name] => new(_scope, _scope.RequireProject(), name);

    /// <summary>Creates a model from files. One request, and those of waiting for the instance that does it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">Where the files lie and what they are.</param>
    /// <param name="cancellationToken">Ends the wait, not the instance.</param>
    /// <returns>A handle to the model.</returns>
    /// <exception cref="OdpsAlreadyExistsException">There is such a model.</exception>
    /// <exception cref="OdpsInstanceFailedException">The model could not be made.</exception>
    public async Task<OfflineModel> CreateAsync(string name, CreateOfflineModelOptions options, CancellationToken cancellationToken = default)
    {
        Instance instance = await SubmitCreateAsync(name, options, cancellationToken).ConfigureAwait(false);
        await instance.WaitForSuccessAsync(null, cancellationToken).ConfigureAwait(false);
        return this[name];
    }

    /// <summary>Starts to create a model from files and does not wait for it. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">Where the files lie and what they are.</param>
    /// <param name="cancellationToken">Cancels the request; the instance may have been created all the same.</param>
    /// <returns>A handle to the instance that makes the model.</returns>
    /// <exception cref="OdpsAlreadyExistsException">There is such a model.</exception>
    public async Task<Instance> SubmitCreateAsync(string name, CreateOfflineModelOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(options);
        string project = _scope.RequireProject();
        string document = RequestXml.Write(xml =>
        {
            xml.WriteStartElement("Offlinemodel");
            xml.Element("Name", name);
            xml.Element("ModelPath", options.ModelPath);
            xml.Element("Rolearn", options.RoleArn);
            xml.Element("Type", options.Type);
            xml.Element("Version", options.Version);
            xml.Element("Processor", options.Processor);
            xml.Element("Configuration", options.Configuration);
            xml.WriteEndElement();
        });
        OdpsRequest request = OdpsRequest.Post(PathOf(project), $"create offline model {project}.{name}", RequestContent.Xml(document)) with { CurrentProject = _scope.Project };
        string id = await _scope.Pipeline.ReadAsync(
            request, static (response, _) => new ValueTask<string>(JobSubmission.InstanceId(response)), cancellationToken).ConfigureAwait(false);
        return new Instance(_scope, project, id);
    }

    /// <summary>What the service says of a model. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such model.</exception>
    public Task<OfflineModelInfo> GetAsync(string name, CancellationToken cancellationToken = default) => this[name].GetAsync(cancellationToken);

    /// <summary>Whether there is such a model. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public Task<bool> ExistsAsync(string name, CancellationToken cancellationToken = default) => this[name].ExistsAsync(cancellationToken);

    /// <summary>Deletes a model. One request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="ifExists">Whether a model that is not there is no error. Default: <see langword="false"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the model may have been deleted all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such model, and <paramref name="ifExists"/> is not set.</exception>
    public Task DeleteAsync(string name, bool ifExists = false, CancellationToken cancellationToken = default) => this[name].DeleteAsync(ifExists, cancellationToken);

    /// <summary>Lists models. One request for each page.</summary>
    /// <param name="options">Filters, which the service applies. Default: none.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public PagedEnumerable<OfflineModelInfo> ListAsync(ListOfflineModelsOptions? options = null, CancellationToken cancellationToken = default)
    {
        ListOfflineModelsOptions filter = options ?? new ListOfflineModelsOptions();
        return new PagedEnumerable<OfflineModelInfo>((marker, token) => GetPageAsync(filter, marker, token), filter.MaxItems, cancellationToken);
    }

    /// <summary>
    /// Lists the models that are kept in tables: tables named <c>otm_{model}__{item}</c>, those of temporary models with <c>tmp_pyodps_</c> before. Each
    /// model is given once, when its first table is met. The cost of listing those tables: one request for each page.
    /// </summary>
    /// <param name="prefix">Only models whose name begins so; <c>tmp_pyodps_</c> begins the names of temporary ones. Default: all.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public async IAsyncEnumerable<TableModel> ListTableModelsAsync(string prefix = "", [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        string project = _scope.RequireProject();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string tablePrefix in TableModel.TablePrefixes(prefix))
        {
            await foreach (TableInfo table in new TableCollection(_scope).ListAsync(new ListTablesOptions { Prefix = tablePrefix }, cancellationToken).ConfigureAwait(false))
            {
                if (TableModel.NameOf(table.Name) is { } name && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && seen.Add(name))
                {
                    yield return new TableModel(_scope, project, name);
                }
            }
        }
    }

    /// <summary>A handle to a model that is kept in tables; costs no call.</summary>
    /// <param name="name">The name of the model.</param>
    public TableModel GetTableModel(string name) => new(_scope, _scope.RequireProject(), name);

    internal static RestPath PathOf(string project) => RestPath.Project(project).Literal("offlinemodels");

    private async Task<Page<OfflineModelInfo>> GetPageAsync(ListOfflineModelsOptions filter, string? marker, CancellationToken cancellationToken)
    {
        string project = _scope.RequireProject();
        OdpsRequest request = OdpsRequest.Get(PathOf(project), $"list offline models of project {project}") with
        {
            Query = new QueryParameters
            {
                { "expectmarker", "true" },
                { "name", filter.Prefix },
                { "owner", filter.Owner },
                { "marker", marker },
            },
            CurrentProject = _scope.Project,
        };
        return await _scope.Pipeline.ReadXmlAsync(
            request, (document, _) => document.ReadPage("OfflineModel", item => OfflineModelInfo.Read(project, null, item)), cancellationToken).ConfigureAwait(false);
    }
}
