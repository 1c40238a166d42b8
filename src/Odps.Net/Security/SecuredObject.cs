using Odps.Net.Http;

namespace Odps.Net;

/// <summary>An object of a project that rights can be had on; made by the methods of this type.</summary>
public readonly record struct SecuredObject
{
    private readonly string? _collection;

    private SecuredObject(string collection, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _collection = collection;
        Name = name;
    }

    /// <summary>The project itself.</summary>
    public static SecuredObject Project { get; }

    /// <summary>The name of the object; <see langword="null"/> for the project.</summary>
    public string? Name { get; }

    /// <summary>A table or view.</summary>
    /// <param name="name">Its name, without project and schema.</param>
    public static SecuredObject Table(string name) => new("tables", name);

    /// <summary>A function.</summary>
    /// <param name="name">Its name, without project and schema.</param>
    public static SecuredObject Function(string name) => new("registration/functions", name);

    /// <summary>A resource.</summary>
    /// <param name="name">Its name, without project and schema.</param>
    public static SecuredObject Resource(string name) => new("resources", name);

    /// <summary>An instance.</summary>
    /// <param name="id">Its id.</param>
    public static SecuredObject Instance(string id) => new("instances", id);

    /// <summary>For example <c>tables/orders</c>.</summary>
    public override string ToString() => _collection is null ? "the project" : $"{_collection}/{Name}";

    internal string In(string project) => _collection is null
        ? RestPath.Project(project).Unescaped
        : $"{RestPath.Project(project).Unescaped}/{_collection}/{Name}";
}
