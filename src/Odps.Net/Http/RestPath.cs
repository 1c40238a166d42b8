using System.Text;

namespace Odps.Net.Http;

/// <summary>
/// The path of a REST resource below an endpoint, in the two forms that a request needs: percent-encoded segment by segment for the wire,
/// and unescaped for the signature. Immutable; each step makes a longer path.
/// </summary>
internal sealed class RestPath
{
    private RestPath(string unescaped, string escaped, string template)
    {
        Unescaped = unescaped;
        Escaped = escaped;
        Template = template;
    }

    /// <summary>The empty path, to build on.</summary>
    public static RestPath Root { get; } = new("", "", "");

    /// <summary>The path as it is signed, with its leading slash, for example <c>/projects/p/tables/数据</c>.</summary>
    public string Unescaped { get; }

    /// <summary>The path as it is sent.</summary>
    public string Escaped { get; }

    /// <summary>The path with its names replaced, for telemetry: <c>/projects/{project}/tables/{table}</c>.</summary>
    public string Template { get; }

    /// <summary>A path of collections and names in turn: <c>Of("projects", p, "tables", t)</c>.</summary>
    public static RestPath Of(params ReadOnlySpan<string> segments)
    {
        RestPath path = Root;
        for (int i = 0; i < segments.Length; i++)
        {
            path = i % 2 == 0 ? path.Literal(segments[i]) : path.Name(segments[i]);
        }

        return path;
    }

    public static RestPath Project(string project) => Root.Literal("projects").Name(project, "project");

    public RestPath Schemas() => Literal("schemas");

    public RestPath Schema(string schema) => Schemas().Name(schema, "schema");

    public RestPath Tables() => Literal("tables");

    public RestPath Table(string table) => Tables().Name(table, "table");

    public RestPath Instances() => Literal("instances");

    public RestPath Instance(string instanceId) => Instances().Name(instanceId, "instance");

    public RestPath Resources() => Literal("resources");

    public RestPath Resource(string resource) => Resources().Name(resource, "resource");

    public RestPath Functions() => Literal("registration").Literal("functions");

    public RestPath Function(string function) => Functions().Name(function, "function");

    public RestPath Volumes() => Literal("volumes");

    public RestPath Volume(string volume) => Volumes().Name(volume, "volume");

    public RestPath Users() => Literal("users");

    public RestPath User(string user) => Users().Name(user, "user");

    public RestPath Roles() => Literal("roles");

    public RestPath Role(string role) => Roles().Name(role, "role");

    /// <summary>Adds a fixed word of the API.</summary>
    public RestPath Literal(string segment) => Add(segment, segment, nameof(segment));

    /// <summary>Adds the name of an object. A slash within it stays within its segment.</summary>
    public RestPath Name(string name, string kind = "name") => Add(name, "{" + kind + "}", kind);

    /// <summary>Ends the path with a slash, which a few resources ask for.</summary>
    public RestPath Slash() => new(Unescaped + "/", Escaped + "/", Template + "/");

    /// <summary>Ends the path with what is to be done to its last object, as the catalog service writes it: <c>models/m:listVersions</c>.</summary>
    public RestPath Verb(string verb) => new($"{Unescaped}:{verb}", $"{Escaped}:{verb}", $"{Template}:{verb}");

    public override string ToString() => Unescaped;

    private RestPath Add(string segment, string template, string argument)
    {
        if (string.IsNullOrWhiteSpace(segment))
        {
            throw new ArgumentException($"The name of the {argument} is missing.", argument);
        }

        if (segment is "." or "..")
        {
            // Servers and proxies resolve these as steps in the path, even when they are escaped.
            throw new ArgumentException($"'{segment}' cannot be the name of a {argument}.", argument);
        }

        return new RestPath($"{Unescaped}/{segment}", $"{Escaped}/{Uri.EscapeDataString(segment)}", $"{Template}/{template}");
    }
}
