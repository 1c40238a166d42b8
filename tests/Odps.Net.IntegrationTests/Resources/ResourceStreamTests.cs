using System.Text;
using Odps.Net.Emulator;

namespace Odps.Net.IntegrationTests.Resources;

/// <summary>A resource as a file, in all modes. What is sent is counted.</summary>
public sealed class ResourceStreamTests : IAsyncLifetime
{
    private const string Name = "file.txt";

    private OdpsEmulator _emulator = null!;
    private OdpsClient _client = null!;

    private Resource File => _client.Resources[Name];

    public async Task InitializeAsync()
    {
        _emulator = await OdpsEmulator.StartAsync();
        _client = new OdpsClient(_emulator.ClientOptions);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _emulator.DisposeAsync();
    }

    [Fact]
    public async Task Read_mode_reads_and_seeks_and_refuses_to_write()
    {
        await PutAsync("hello world");
        await using ResourceStream stream = await File.OpenAsync(FileMode.Open, FileAccess.Read);
        Assert.Equal((true, true, false, 11L, 0L), (stream.CanRead, stream.CanSeek, stream.CanWrite, stream.Length, stream.Position));
        stream.Position = 6;
        using var text = new StreamReader(stream, leaveOpen: true);
        Assert.Equal("world", await text.ReadToEndAsync());
        Assert.Throws<NotSupportedException>(() => stream.WriteByte(1));
        Assert.Throws<NotSupportedException>(() => stream.SetLength(0));
        await stream.FlushAsync();
        Assert.Equal(0, Writes());
    }

    [Fact]
    public async Task Write_mode_begins_empty_replaces_the_content_and_refuses_to_read()
    {
        await PutAsync("a long old content");
        await using (ResourceStream stream = await File.OpenAsync(FileMode.Create, FileAccess.Write))
        {
            Assert.Equal(0, stream.Length);
            Assert.Throws<NotSupportedException>(() => stream.ReadByte());
            await stream.WriteAsync("new"u8.ToArray());
            Assert.Equal("a long old content", await GetAsync());
        }

        Assert.Equal("new", await GetAsync());
    }

    [Fact]
    public async Task Write_mode_without_a_write_changes_and_creates_nothing()
    {
        await PutAsync("old");
        _emulator.ClearRequests();
        await using (await File.OpenAsync(FileMode.Create, FileAccess.Write))
        {
        }

        await using (ResourceStream other = await _client.Resources["other"].OpenAsync(FileMode.Create))
        {
            await other.WriteAsync(ReadOnlyMemory<byte>.Empty);
        }

        Assert.Empty(_emulator.Requests);
        Assert.Equal("old", await GetAsync());
    }

    [Fact]
    public async Task Write_mode_cut_to_nothing_makes_an_empty_resource()
    {
        await using (ResourceStream stream = await File.OpenAsync(FileMode.Create))
        {
            stream.SetLength(0);
        }

        Assert.Equal("", await GetAsync());
    }

    [Fact]
    public async Task Append_mode_writes_to_the_end_wherever_the_position_is()
    {
        await PutAsync("ab");
        await using (ResourceStream stream = await File.OpenAsync(FileMode.Append, FileAccess.Write))
        {
            Assert.Equal(2, stream.Position);
            stream.Position = 0;
            stream.WriteByte((byte)'c');
            Assert.Equal(3, stream.Position);
        }

        Assert.Equal("abc", await GetAsync());
    }

    [Fact]
    public async Task Append_mode_with_reading_reads_anywhere_and_writes_to_the_end()
    {
        await PutAsync("ab");
        await using (ResourceStream stream = await File.OpenAsync(FileMode.Append))
        {
            stream.Position = 0;
            Assert.Equal('a', stream.ReadByte());
            stream.Write("cd"u8);
            stream.Position = 1;
            Assert.Equal('b', stream.ReadByte());
            stream.Write("ef"u8);
        }

        Assert.Equal("abcdef", await GetAsync());
    }

    [Fact]
    public async Task Append_mode_creates_what_is_not_there()
    {
        await using (ResourceStream stream = await File.OpenAsync(FileMode.Append, options: new OpenResourceOptions { Type = ResourceType.Py, Comment = "c" }))
        {
            await using var text = new StreamWriter(stream);
            await text.WriteAsync("print()");
        }

        ResourceInfo info = await File.GetAsync();
        Assert.Equal((ResourceType.Py, "c", 7L), (info.Type, info.Comment, info.Size));
    }

    [Fact]
    public async Task Read_and_write_mode_changes_in_place()
    {
        await PutAsync("0123456789");
        await using (ResourceStream stream = await File.OpenAsync(FileMode.Open))
        {
            stream.Seek(-3, SeekOrigin.End);
            Assert.Equal('7', stream.ReadByte());
            stream.Write("AB"u8);
            stream.Position = 2;
            stream.Write("xx"u8);
            Assert.True(stream.HasChanges);
        }

        Assert.Equal("01xx4567AB", await GetAsync());
    }

    [Fact]
    public async Task Create_mode_with_reading_reads_back_what_was_written()
    {
        await using ResourceStream stream = await File.OpenAsync(FileMode.Create);
        stream.Write("abc"u8);
        stream.Position = 1;
        Assert.Equal('b', stream.ReadByte());
        stream.SetLength(2);
        await stream.FlushAsync();
        Assert.Equal("ab", await GetAsync());
    }

    [Fact]
    public async Task Truncate_mode_needs_the_resource_and_empties_it()
    {
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => File.OpenAsync(FileMode.Truncate));
        await PutAsync("old");
        await using (ResourceStream stream = await File.OpenAsync(FileMode.Truncate, FileAccess.Write))
        {
            Assert.Equal(0, stream.Length);
        }

        Assert.Equal("", await GetAsync());
    }

    [Fact]
    public async Task Create_new_mode_refuses_what_is_there()
    {
        await using (ResourceStream stream = await File.OpenAsync(FileMode.CreateNew))
        {
            stream.WriteByte(1);
        }

        await Assert.ThrowsAsync<OdpsAlreadyExistsException>(() => File.OpenAsync(FileMode.CreateNew));
    }

    [Fact]
    public async Task Open_or_create_mode_opens_or_creates()
    {
        await using (ResourceStream stream = await File.OpenAsync(FileMode.OpenOrCreate))
        {
            Assert.Equal(0, stream.Length);
            stream.Write("ab"u8);
        }

        await using (ResourceStream stream = await File.OpenAsync(FileMode.OpenOrCreate))
        {
            Assert.Equal(2, stream.Length);
        }
    }

    [Fact]
    public async Task Open_mode_needs_the_resource() => await Assert.ThrowsAsync<OdpsNotFoundException>(() => File.OpenAsync(FileMode.Open));

    [Fact]
    public async Task Flush_commits_and_only_what_changed_since_is_committed_again()
    {
        await PutAsync("0123");
        await using (ResourceStream stream = await File.OpenAsync(FileMode.Open))
        {
            _emulator.ClearRequests();
            await stream.FlushAsync();
            Assert.Equal(0, Writes());
            stream.WriteByte((byte)'x');
            await stream.FlushAsync();
            Assert.Equal((1, "x123"), (Writes(), await GetAsync()));
            Assert.Equal(1, stream.Position);
            await stream.FlushAsync();
            stream.ReadByte();
            Assert.Equal(1, Writes());
        }

        Assert.Equal(1, Writes());
    }

    [Fact]
    public async Task First_flush_creates_and_the_next_one_replaces()
    {
        await using ResourceStream stream = await File.OpenAsync(FileMode.Create);
        stream.WriteByte((byte)'a');
        await stream.FlushAsync();
        stream.WriteByte((byte)'b');
        await stream.FlushAsync();
        Assert.Equal("ab", await GetAsync());
        Assert.Equal(["POST", "PUT"], _emulator.Requests.Where(r => r.Method is "POST" or "PUT").Select(r => r.Method));
    }

    [Fact]
    public async Task Kind_and_comment_of_what_is_there_stay()
    {
        await _client.Resources.CreateAsync(Name, ResourceType.Py, new MemoryStream([1]), new ResourceOptions { Comment = "kept", IsTemporary = true });
        foreach (FileMode mode in new[] { FileMode.Open, FileMode.Create, FileMode.Append, FileMode.Truncate })
        {
            await using (ResourceStream stream = await File.OpenAsync(mode, FileAccess.Write, new OpenResourceOptions { Type = ResourceType.Jar }))
            {
                stream.WriteByte(2);
            }

            ResourceInfo info = await File.GetAsync();
            Assert.Equal((ResourceType.Py, "kept", true), (info.Type, info.Comment, info.IsTemporary!.Value));
        }
    }

    [Fact]
    public async Task Text_goes_through_reader_and_writer()
    {
        await using (ResourceStream stream = await File.OpenAsync(FileMode.Create))
        {
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false));
            writer.WriteLine(new string('数', 5000));
            await writer.WriteLineAsync("second");
        }

        await using ResourceStream back = await File.OpenAsync(FileMode.Open, FileAccess.Read);
        using var reader = new StreamReader(back, leaveOpen: true);
        Assert.Equal(new string('数', 5000), await reader.ReadLineAsync());
        Assert.Equal("second", reader.ReadLine());
        Assert.Null(await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Synchronous_dispose_asks_the_service_nothing_and_throws_rather_than_lose_changes()
    {
        await PutAsync("old");
        ResourceStream changed = await File.OpenAsync(FileMode.Open);
        changed.WriteByte(1);
        _emulator.ClearRequests();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => changed.Dispose());
        Assert.Contains("await using", error.Message, StringComparison.Ordinal);
        changed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => changed.Length);

        Assert.Empty(_emulator.Requests);
        using (ResourceStream unchanged = await File.OpenAsync(FileMode.Open))
        {
            unchanged.ReadByte();
        }

        ResourceStream discarded = await File.OpenAsync(FileMode.Open);
        discarded.WriteByte(1);
        discarded.DiscardChanges();
        await discarded.DisposeAsync();
        Assert.Equal("old", await GetAsync());
    }

    [Fact]
    public async Task Failed_commit_keeps_the_changes_for_another_try()
    {
        await PutAsync("old");
        await using ResourceStream stream = await File.OpenAsync(FileMode.Open);
        stream.WriteByte((byte)'O');
        await _client.Resources.DeleteAsync(Name);
        await Assert.ThrowsAsync<OdpsNotFoundException>(() => stream.FlushAsync());
        Assert.True(stream.HasChanges);
        await PutAsync("between");
        await stream.FlushAsync();
        Assert.Equal("Old", await GetAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(5000)]
    public async Task Large_content_moves_to_a_file_and_goes_in_parts(int memoryLimit)
    {
        byte[] content = new byte[4000];
        new Random(5).NextBytes(content);
        var options = new OpenResourceOptions { MemoryLimit = memoryLimit, PartSize = 1500 };
        await using (ResourceStream stream = await File.OpenAsync(FileMode.Create, options: options))
        {
            foreach (byte[] piece in content.Chunk(700))
            {
                await stream.WriteAsync(piece);
            }

            stream.Position = 100;
            stream.Write("changed"u8);
            "changed"u8.CopyTo(content.AsSpan(100));
        }

        Assert.Contains(_emulator.Requests, r => r.Query.ContainsKey("rOpMerge"));
        await using ResourceStream back = await File.OpenAsync(FileMode.Open, options: options);
        using var all = new MemoryStream();
        await back.CopyToAsync(all);
        Assert.Equal(content, all.ToArray());
        back.SetLength(6000);
        Assert.Equal(6000, back.Length);
        back.DiscardChanges();
    }

    [Fact]
    public async Task Modes_that_write_need_the_right_to_write()
    {
        foreach (FileMode mode in new[] { FileMode.Create, FileMode.CreateNew, FileMode.Append, FileMode.Truncate })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => File.OpenAsync(mode, FileAccess.Read));
        }

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => File.OpenAsync((FileMode)99));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => File.OpenAsync(FileMode.Create, (FileAccess)9));
        Assert.Empty(_emulator.Requests);
    }

    private int Writes() => _emulator.Requests.Count(r => r.Method is "POST" or "PUT");

    private async Task PutAsync(string text)
    {
        await _client.Resources.CreateAsync(Name, ResourceType.File, new MemoryStream(Encoding.UTF8.GetBytes(text)));
        _emulator.ClearRequests();
    }

    private async Task<string> GetAsync()
    {
        await using Stream stream = await File.OpenReadAsync();
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
