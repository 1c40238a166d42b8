using System.Globalization;
using Odps.Net.Tunnel;
using Odps.Net.Tunnel.Wire;

namespace Odps.Net.Tests.Tunnel.Wire;

/// <summary>Short ways to write and to read whole record streams.</summary>
internal static class RecordStreams
{
    public static byte[] Write(ColumnCollection columns, params IEnumerable<Record> records) => Write(columns, null, writer =>
    {
        foreach (Record record in records)
        {
            Now(writer.WriteAsync(record));
        }
    });

    /// <summary>The stream that <paramref name="write"/> makes, completed.</summary>
    public static byte[] Write(ColumnCollection columns, RecordStreamOptions? options, Action<RecordWriter> write)
    {
        var stream = new MemoryStream();
        var writer = new RecordWriter(stream, columns, options);
        write(writer);
        Now(writer.CompleteAsync());
        Now(writer.DisposeAsync());
        return stream.ToArray();
    }

    public static RecordReader Open(byte[] stream, ColumnCollection columns, RecordStreamOptions? options = null) =>
        new(new MemoryStream(stream), columns, options);

    /// <summary>All rows of a stream that is in memory.</summary>
    public static List<Record> Read(byte[] stream, ColumnCollection columns, RecordStreamOptions? options = null) => ReadRest(Open(stream, columns, options));

    public static List<Record> ReadRest(RecordReader reader)
    {
        var rows = new List<Record>();
        while (Now(reader.ReadAsync()))
        {
            rows.Add(reader.GetRecord());
        }

        Now(reader.DisposeAsync());
        return rows;
    }

    /// <summary>Columns c0, c1, ... of the types that are named.</summary>
    public static ColumnCollection Columns(params string[] types) =>
        new(types.Select((t, i) => new Column(string.Create(CultureInfo.InvariantCulture, $"c{i}"), OdpsType.Parse(t))));

    /// <summary>The result of a task that has to be completed already.</summary>
    public static T Now<T>(ValueTask<T> task)
    {
        Assert.True(task.IsCompleted);
        return task.GetAwaiter().GetResult();
    }

    public static void Now(ValueTask task)
    {
        Assert.True(task.IsCompleted);
        task.GetAwaiter().GetResult();
    }
}
