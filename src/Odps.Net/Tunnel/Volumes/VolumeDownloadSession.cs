using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>
/// A session that reads one file of a partition of a partitioned volume, in ranges and by several readers at a time if wanted. It expires by itself and needs
/// no closing. Thread-safe.
/// </summary>
public sealed class VolumeDownloadSession
{
    private readonly VolumeTarget _target;
    private readonly string _fileName;
    private VolumeDownloadState _state;

    private VolumeDownloadSession(string volumeName, string partitionName, string fileName, VolumeTarget target, VolumeDownloadState state)
    {
        VolumeName = volumeName;
        PartitionName = partitionName;
        _fileName = fileName;
        _target = target;
        _state = state;
    }

    /// <summary>The id of the session (<c>DownloadID</c>), by which <see cref="TunnelOperations.GetVolumeDownloadSessionAsync"/> finds it again.</summary>
    public string Id => _state.Id;

    /// <summary>The volume.</summary>
    public string VolumeName { get; }

    /// <summary>The partition of the volume.</summary>
    public string PartitionName { get; }

    /// <summary>The name of the file.</summary>
    public string FileName => _state.FileName ?? _fileName;

    /// <summary>The length of the file in bytes; <see langword="null"/> when the service does not say.</summary>
    public long? FileLength => _state.FileLength;

    /// <summary>The status at the last look.</summary>
    public TunnelSessionStatus Status => _state.Status;

    /// <summary>The tunnel quota in use; <see langword="null"/> when the service does not say.</summary>
    public string? QuotaName => _state.QuotaName;

    /// <summary>Looks at the session again. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="OdpsNotFoundException">The session has expired.</exception>
    public async Task ReloadAsync(CancellationToken cancellationToken = default) =>
        _state = await LoadAsync(_target, Id, PartitionName, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Opens a stream over the file, or over a range of it. One request, whose body arrives while it is read; none for a range without bytes. Each chunk
    /// (usually 512 KiB) is handed out after its checksum was verified.
    /// </summary>
    /// <param name="start">The first byte, from 0. Default: 0.</param>
    /// <param name="length">How many bytes; what lies beyond the end of the file is left out. Default: all to the end.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>
    /// The stream, to be disposed; it is read asynchronously and forward only. Reading throws <see cref="OdpsChecksumException"/> for bytes that were changed
    /// on the way, and <see cref="OdpsStreamTruncatedException"/> when bytes are missing.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The range begins behind the end of the file.</exception>
    public async Task<Stream> OpenReadAsync(long start = 0, long? length = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        long? expected = null;
        if (FileLength is long whole)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(start, whole);
            expected = Math.Min(length ?? long.MaxValue, whole - start);
        }

        if (expected == 0 || length == 0)
        {
            return Stream.Null;
        }

        string description = $"{expected ?? length ?? long.MaxValue} bytes from {start} of {this}";
        var query = new QueryParameters { "data", { "range", TunnelTarget.FormatRange(start, expected ?? length ?? long.MaxValue) } };
        OdpsRequest request = await _target.RequestAsync(
            HttpMethod.Get, Downloads(_target).Name(Id, "session"), query, $"read {description}", cancellationToken).ConfigureAwait(false);
        request = request with { Headers = [.. request.Headers, VolumeTarget.Version] };
        return await _target.OpenReadAsync(request, description, expected, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the session is of, and its id.</summary>
    public override string ToString() => $"volume download session {Id} of {_target.Description}";

    internal static async Task<VolumeDownloadSession> CreateAsync(
        ServiceScope scope, string volumeName, string partitionName, string fileName, VolumeSessionOptions options, CancellationToken cancellationToken)
    {
        (VolumeTarget target, string name) = TargetOf(scope, volumeName, partitionName, fileName, options);
        var query = new QueryParameters { { "type", "volumefile" }, { "target", $"{target.Project}/{volumeName}/{partitionName}/{name}" } };
        OdpsRequest request = await target.RequestAsync(
            HttpMethod.Post, Downloads(target), query, $"create a download session for {target.Description}", cancellationToken).ConfigureAwait(false);
        request = request with { Content = TunnelTarget.Empty, IsIdempotent = true };
        VolumeDownloadState state = await target.SendAsync(request, VolumeDownloadState.Read, cancellationToken).ConfigureAwait(false);
        return new VolumeDownloadSession(volumeName, partitionName, name, target, state);
    }

    internal static async Task<VolumeDownloadSession> AttachAsync(
        ServiceScope scope, string volumeName, string partitionName, string fileName, string id, VolumeSessionOptions options, CancellationToken cancellationToken)
    {
        (VolumeTarget target, string name) = TargetOf(scope, volumeName, partitionName, fileName, options);
        return new VolumeDownloadSession(
            volumeName, partitionName, name, target, await LoadAsync(target, id, partitionName, cancellationToken).ConfigureAwait(false));
    }

    private static RestPath Downloads(VolumeTarget target) => RestPath.Project(target.Project).Literal("tunnel").Literal("downloads");

    private static (VolumeTarget Target, string FileName) TargetOf(
        ServiceScope scope, string volumeName, string partitionName, string fileName, VolumeSessionOptions options)
    {
        VolumeFileName.CheckStep(volumeName, nameof(volumeName));
        VolumeFileName.CheckStep(partitionName, nameof(partitionName));
        string name = VolumeFileName.Normalize(fileName);
        return (VolumeTarget.Of(scope, $"file '{name}' in partition '{partitionName}' of volume {scope.RequireProject()}.{volumeName}", options), name);
    }

    private static async Task<VolumeDownloadState> LoadAsync(VolumeTarget target, string id, string partitionName, CancellationToken cancellationToken)
    {
        OdpsRequest request = await target.RequestAsync(
            HttpMethod.Get,
            Downloads(target).Name(id, "session"),
            new QueryParameters { { "partition", partitionName } },
            $"get volume download session {id} of {target.Description}",
            cancellationToken).ConfigureAwait(false);
        return await target.SendAsync(request, VolumeDownloadState.Read, cancellationToken).ConfigureAwait(false);
    }
}
