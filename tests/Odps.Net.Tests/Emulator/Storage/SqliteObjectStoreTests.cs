using Odps.Net.Emulator.Storage;

namespace Odps.Net.Tests.Emulator.Storage;

/// <summary>Objects that are neither tables nor instances.</summary>
public sealed class SqliteObjectStoreTests : IDisposable
{
    private readonly SqliteTableStore _tables = new(null, TimeProvider.System);
    private readonly SqliteObjectStore _objects;

    public SqliteObjectStoreTests() => _objects = new SqliteObjectStore(_tables);

    public void Dispose() => _tables.Dispose();

    private static ObjectKey Resource(string name, string? schema = null) => new("Demo", schema, "resource", name);

    [Fact]
    public void Objects_are_kept_apart_by_project_schema_kind_and_name()
    {
        _objects.Put(Resource("b"), "1");
        _objects.Put(Resource("a"), "2", [1, 2]);
        _objects.Put(Resource("a", "s"), "3");
        _objects.Put(new ObjectKey("demo", null, "function", "a"), "4");
        Assert.Equal([new("a", "2", 2), new("b", "1", 0)], _objects.List("DEMO", "Default", "resource"));
        Assert.Equal("3", _objects.Find(Resource("a", "S"))!.Document);
        Assert.Null(_objects.Find(Resource("A")));
    }

    [Fact]
    public void Replacing_a_document_keeps_the_content_unless_a_new_one_is_given()
    {
        _objects.Put(Resource("a"), "1", [1, 2]);
        _objects.Put(Resource("a"), "2");
        Assert.Equal([1, 2], _objects.ReadContent(Resource("a")));
        _objects.Put(Resource("a"), "3", []);
        Assert.Equal(new StoredObject("a", "3", 0), _objects.Find(Resource("a")));
        Assert.Empty(_objects.ReadContent(Resource("a")));
    }

    [Fact]
    public void Deleting_says_whether_there_was_something()
    {
        _objects.Put(Resource("a"), "1");
        Assert.True(_objects.Delete(Resource("a")));
        Assert.False(_objects.Delete(Resource("a")));
    }

    [Fact]
    public void What_fails_inside_a_transaction_leaves_nothing()
    {
        Assert.Throws<InvalidOperationException>(() => _objects.Transact<int>(() =>
        {
            _objects.Put(Resource("a"), "1");
            throw new InvalidOperationException();
        }));
        Assert.Null(_objects.Find(Resource("a")));
    }
}
