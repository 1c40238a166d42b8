namespace Odps.Net;

/// <summary>What someone may be allowed to do. An open set: any name that the service knows can be given.</summary>
/// <param name="Value">The name, without <c>odps:</c>.</param>
public readonly record struct SecuredAction(string Value)
{
    /// <summary>Everything.</summary>
    public static SecuredAction All { get; } = new("All");

    /// <summary>Reading a project, a resource, a function or an instance.</summary>
    public static SecuredAction Read { get; } = new("Read");

    /// <summary>Changing a project, a resource, a function or an instance.</summary>
    public static SecuredAction Write { get; } = new("Write");

    /// <summary>Listing the objects of a project.</summary>
    public static SecuredAction List { get; } = new("List");

    /// <summary>Creating tables in a project.</summary>
    public static SecuredAction CreateTable { get; } = new("CreateTable");

    /// <summary>Submitting instances in a project.</summary>
    public static SecuredAction CreateInstance { get; } = new("CreateInstance");

    /// <summary>Creating functions in a project.</summary>
    public static SecuredAction CreateFunction { get; } = new("CreateFunction");

    /// <summary>Creating resources in a project.</summary>
    public static SecuredAction CreateResource { get; } = new("CreateResource");

    /// <summary>Seeing the definition of a table.</summary>
    public static SecuredAction Describe { get; } = new("Describe");

    /// <summary>Reading the rows of a table.</summary>
    public static SecuredAction Select { get; } = new("Select");

    /// <summary>Changing the definition of a table.</summary>
    public static SecuredAction Alter { get; } = new("Alter");

    /// <summary>Changing the rows of a table, or an object.</summary>
    public static SecuredAction Update { get; } = new("Update");

    /// <summary>Dropping a table.</summary>
    public static SecuredAction Drop { get; } = new("Drop");

    /// <summary>Running a function.</summary>
    public static SecuredAction Execute { get; } = new("Execute");

    /// <summary>Deleting a resource or a function.</summary>
    public static SecuredAction Delete { get; } = new("Delete");

    /// <summary>Downloading the rows of a table through the tunnel.</summary>
    public static SecuredAction Download { get; } = new("Download");

    /// <summary>The name.</summary>
    public override string ToString() => Value ?? "";
}
