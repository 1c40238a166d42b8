using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// The tags that a table, function, resource or volume carries: tags of a <see cref="Classification"/>, and simple tags, which are pairs of name and value in a
/// category and need no classification. It holds no state and costs no call.
/// </summary>
public sealed class ObjectTags
{
    private readonly ServiceScope _scope;
    private readonly RestPath _path;
    private readonly string _type;
    private readonly string _project;
    private readonly string? _schema;
    private readonly string _name;

    internal ObjectTags(ServiceScope scope, RestPath path, string type, string project, string? schema, string name)
    {
        _scope = scope;
        _path = path;
        _type = type;
        _project = project;
        _schema = schema;
        _name = name;
    }

    private string Description => $"{_type.ToLowerInvariant()} {_project}.{_name}";

    /// <summary>The tags. One request.</summary>
    /// <param name="partition">A partition of a table. Default: the object itself.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">There is no such object.</exception>
    public Task<ObjectTagInfo> GetAsync(PartitionSpec? partition = null, CancellationToken cancellationToken = default) => _scope.Pipeline.ReadAsync(
        Request(OdpsRequest.Get(_path, $"get the tags of {Description}"), partition),
        static (response, token) => TagDocument.ReadAsync(response, "ObjectTagInfo", ObjectTagInfo.Read, token),
        cancellationToken);

    /// <summary>Gives the object a tag. One request.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="columns">Columns of a table that are to carry it instead. Default: the object itself.</param>
    /// <param name="partition">A partition of a table. Default: the object itself.</param>
    /// <param name="cancellationToken">Cancels the request; the tag may have been set all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such object, column or tag.</exception>
    public Task SetAsync(Tag tag, IReadOnlyList<string>? columns = null, PartitionSpec? partition = null, CancellationToken cancellationToken = default) =>
        PutAsync("SET", "tag", json => Write(json, tag), columns, partition, cancellationToken);

    /// <summary>Takes a tag from the object. One request.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="columns">Columns of a table that carry it. Default: the object itself.</param>
    /// <param name="partition">A partition of a table. Default: the object itself.</param>
    /// <param name="cancellationToken">Cancels the request; the tag may have been taken away all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such object, column or tag.</exception>
    public Task UnsetAsync(Tag tag, IReadOnlyList<string>? columns = null, PartitionSpec? partition = null, CancellationToken cancellationToken = default) =>
        PutAsync("UNSET", "untag", json => Write(json, tag), columns, partition, cancellationToken);

    /// <summary>Gives the object simple tags. One request.</summary>
    /// <param name="category">The category.</param>
    /// <param name="values">Names and values; at least one.</param>
    /// <param name="columns">Columns of a table that are to carry them instead. Default: the object itself.</param>
    /// <param name="partition">A partition of a table. Default: the object itself.</param>
    /// <param name="cancellationToken">Cancels the request; the tags may have been set all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such object or column.</exception>
    public Task SetSimpleAsync(
        string category,
        IReadOnlyDictionary<string, string> values,
        IReadOnlyList<string>? columns = null,
        PartitionSpec? partition = null,
        CancellationToken cancellationToken = default) => PutAsync("SET", "tag", json => Write(json, category, values), columns, partition, cancellationToken);

    /// <summary>Takes simple tags from the object. One request.</summary>
    /// <param name="category">The category.</param>
    /// <param name="values">Names and values; at least one.</param>
    /// <param name="columns">Columns of a table that carry them. Default: the object itself.</param>
    /// <param name="partition">A partition of a table. Default: the object itself.</param>
    /// <param name="cancellationToken">Cancels the request; the tags may have been taken away all the same.</param>
    /// <exception cref="OdpsNotFoundException">There is no such object or column.</exception>
    public Task UnsetSimpleAsync(
        string category,
        IReadOnlyDictionary<string, string> values,
        IReadOnlyList<string>? columns = null,
        PartitionSpec? partition = null,
        CancellationToken cancellationToken = default) => PutAsync("UNSET", "untag", json => Write(json, category, values), columns, partition, cancellationToken);

    private static void Write(Utf8JsonWriter json, Tag tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        json.WriteStartObject("TagRef"u8);
        json.WriteString("Classification"u8, tag.Classification);
        json.WriteString("Name"u8, tag.Name);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string category, IReadOnlyDictionary<string, string> values)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(category);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
        {
            throw new ArgumentException("At least one name with its value is needed.", nameof(values));
        }

        json.WriteStartObject("SimpleTag"u8);
        json.WriteString("Category"u8, category);
        json.WriteStartObject("KeyValues"u8);
        foreach ((string name, string value) in values)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private Task PutAsync(
        string operation, string verb, Action<Utf8JsonWriter> writeTag, IReadOnlyList<string>? columns, PartitionSpec? partition, CancellationToken cancellationToken)
    {
        string document = RequestJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("SetObjectTagInput"u8);
            json.WriteString("OpType"u8, operation);
            json.WriteStartObject("ObjectRef"u8);
            if (columns is not null)
            {
                TagDocument.WriteTexts(json, "ColumnNames", columns);
            }

            json.WriteString("DatabaseName"u8, _project);
            json.WriteString("ObjectName"u8, _name);
            json.WriteString("ObjectType"u8, _type);
            json.WriteEndObject();
            writeTag(json);
            json.WriteEndObject();
            json.WriteEndObject();
        });
        OdpsRequest request = Request(OdpsRequest.Put(_path, $"{verb} {Description}", RequestContent.Json(document)), partition);
        return _scope.Pipeline.SendAndForgetAsync(request, cancellationToken);
    }

    private OdpsRequest Request(OdpsRequest request, PartitionSpec? partition) => request with
    {
        Query = new QueryParameters { "tagging", { "partition", partition?.ToString() } },
        CurrentProject = _scope.Project,
        CurrentSchema = _schema ?? "",
    };
}
