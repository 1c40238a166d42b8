namespace Odps.Net.Emulator.Storage;

/// <summary>What the catalog knows of a table stream.</summary>
internal sealed record StreamDefinition(
    string Project, string Name, string TableProject, string TableName, string TableId, string TableVersion, string Owner, DateTimeOffset Created)
{
    private const string Kind = "table-stream";

    public static StreamDefinition? Find(IObjectStore objects, string project, string name) => objects.Find(Key(project, name)) is { } stored ? Read(project, stored) : null;

    public static IEnumerable<StreamDefinition> List(IObjectStore objects, string project) => objects.List(project, null, Kind).Select(stored => Read(project, stored));

    public static bool Delete(IObjectStore objects, string project, string name) => objects.Delete(Key(project, name));

    public void Write(IObjectStore objects)
    {
        var fields = new ObjectFields
        {
            ["name"] = Name, ["project"] = TableProject, ["table"] = TableName, ["table id"] = TableId, ["version"] = TableVersion, ["owner"] = Owner,
        };
        fields.SetTime("created", Created);
        objects.Put(Key(Project, Name), fields.ToJson());
    }

    private static StreamDefinition Read(string project, StoredObject stored)
    {
        var fields = ObjectFields.Parse(stored.Document);
        return new StreamDefinition(
            project, fields["name"]!, fields["project"]!, fields["table"]!, fields["table id"]!, fields["version"]!, fields["owner"]!, fields.Time("created")!.Value);
    }

    private static ObjectKey Key(string project, string name) => new(project, null, Kind, name.ToLowerInvariant());
}
