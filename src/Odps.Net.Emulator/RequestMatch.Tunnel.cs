using System.Globalization;

namespace Odps.Net.Emulator;

/// <content>The requests of the data tunnel by what they do.</content>
public sealed partial record RequestMatch
{
    private const string Streams = "**/tables/*/streams";
    private const string Upserts = "**/tables/*/upserts";

    /// <summary>The creation of a download session, of a table or of an instance's result.</summary>
    public static RequestMatch DownloadCreation { get; } = Post().WithQuery("downloads");

    /// <summary>The question for the state of a download session.</summary>
    public static RequestMatch DownloadReload { get; } = Get().WithQuery("downloadid").WithoutQuery("data");

    /// <summary>The reading of rows of a download session.</summary>
    public static RequestMatch DownloadData { get; } = Get().WithQuery("downloadid").WithQuery("data");

    /// <summary>The creation of an upload session.</summary>
    public static RequestMatch UploadCreation { get; } = Post().WithQuery("uploads");

    /// <summary>The question for the state of an upload session.</summary>
    public static RequestMatch UploadReload { get; } = Get("**/tables/*").WithQuery("uploadid");

    /// <summary>The commit of an upload session.</summary>
    public static RequestMatch UploadCommit { get; } = Post("**/tables/*").WithQuery("uploadid");

    /// <summary>The creation of a stream upload session.</summary>
    public static RequestMatch StreamCreation { get; } = Post(Streams).WithoutQuery("uploadid");

    /// <summary>The question for the state of a stream upload session.</summary>
    public static RequestMatch StreamReload { get; } = Get(Streams).WithQuery("uploadid");

    /// <summary>The writing of rows of a stream upload session (a flush).</summary>
    public static RequestMatch StreamWrite { get; } = Put(Streams).WithQuery("uploadid");

    /// <summary>The abort of a stream upload session.</summary>
    public static RequestMatch StreamAbort { get; } = Post(Streams).WithQuery("uploadid");

    /// <summary>The creation of an upsert session.</summary>
    public static RequestMatch UpsertCreation { get; } = Post(Upserts).WithoutQuery("upsertid");

    /// <summary>The question for the state of an upsert session.</summary>
    public static RequestMatch UpsertReload { get; } = Get(Upserts).WithQuery("upsertid");

    /// <summary>The commit of an upsert session.</summary>
    public static RequestMatch UpsertCommit { get; } = Post(Upserts).WithQuery("upsertid");

    /// <summary>The abort of an upsert session.</summary>
    public static RequestMatch UpsertAbort { get; } = Delete(Upserts).WithQuery("upsertid");

    /// <summary>The writing of a block of an upload session.</summary>
    /// <param name="blockId">The block; <see langword="null"/> for any.</param>
    public static RequestMatch BlockUpload(int? blockId = null) => Put("**/tables/*").WithQuery("uploadid").WithQuery("blockid", Text(blockId));

    /// <summary>The writing of a packet of an upsert session (a flush of one bucket).</summary>
    /// <param name="bucketId">The bucket; <see langword="null"/> for any.</param>
    public static RequestMatch UpsertPacket(int? bucketId = null) => Put(Upserts).WithQuery("upsertid").WithQuery("bucketid", Text(bucketId));

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
