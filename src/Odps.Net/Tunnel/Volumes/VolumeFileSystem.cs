using System.Globalization;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>
/// Moves files of a volume that is a file system. A file is written in two steps, the data and a commit; it is visible after the second.
/// </summary>
internal sealed class VolumeFileSystem
{
    private const string PathHeader = "x-odps-volume-fs-path";
    private const string SessionHeader = "x-odps-volume-sessionid";

    private readonly string _volumeName;
    private readonly VolumeTarget _target;

    public VolumeFileSystem(ServiceScope scope, string volumeName, VolumeSessionOptions options)
    {
        _volumeName = VolumeFileName.CheckStep(volumeName, nameof(volumeName));
        _target = VolumeTarget.Of(scope, $"volume {scope.RequireProject()}.{volumeName}", options);
    }

    private RestPath Path => RestPath.Project(_target.Project).Volume(_volumeName);

    /// <summary>Opens a stream that writes a file; completing it also commits it. Two requests.</summary>
    /// <param name="path">The path in the volume.</param>
    /// <param name="replication">How many copies the service keeps. Default: the service decides.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    public async Task<VolumeFileWriter> OpenWriteAsync(string path, int? replication, CancellationToken cancellationToken)
    {
        string fullPath = VolumePath.OfFile(_volumeName, path);
        string description = $"file {fullPath} of {_target.Description}";
        OdpsRequest request = await _target.RequestAsync(
            HttpMethod.Post, Path, new QueryParameters { { "replication", replication } }, $"write {description}", cancellationToken).ConfigureAwait(false);
        request = request with { Headers = [.. request.Headers, new(PathHeader, fullPath)] };
        StreamingUpload upload = await StreamingUpload.OpenAsync(_target.Scope.Pipeline, request, TunnelDataForm.File, _target.Compression, static () => { }, cancellationToken).ConfigureAwait(false);
        return new VolumeFileWriter(upload, description, async (_, token) =>
        {
            string session = await upload.CompleteAsync(static answer => answer.RequiredHeader(SessionHeader), token).ConfigureAwait(false);
            await CommitAsync(fullPath, session, description, token).ConfigureAwait(false);
        }, _target.Counter);
    }

    /// <summary>Opens a stream over a file, or over a range of it. One request; none for a range without bytes.</summary>
    /// <param name="path">The path in the volume.</param>
    /// <param name="start">The first byte.</param>
    /// <param name="length">How many bytes, all of which have to be there. Default: all to the end.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<Stream> OpenReadAsync(string path, long start, long? length, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length ?? 0, long.MaxValue - start, nameof(length));
        string fullPath = VolumePath.OfFile(_volumeName, path);
        if (length == 0)
        {
            return Stream.Null;
        }

        string description = $"file {fullPath} of {_target.Description} from byte {start}";
        OdpsRequest request = await _target.RequestAsync(HttpMethod.Get, Path, [], $"read {description}", cancellationToken).ConfigureAwait(false);
        string last = length is long count ? (start + count - 1).ToString(CultureInfo.InvariantCulture) : "";
        request = request with
        {
            Headers = [.. request.Headers, new(PathHeader, fullPath), new("Range", string.Create(CultureInfo.InvariantCulture, $"bytes={start}-{last}"))],
        };
        return await _target.OpenReadAsync(request, description, length, cancellationToken).ConfigureAwait(false);
    }

    private async Task CommitAsync(string fullPath, string session, string description, CancellationToken cancellationToken)
    {
        OdpsRequest request = await _target.RequestAsync(HttpMethod.Put, Path, [], $"commit {description}", cancellationToken).ConfigureAwait(false);

        // Whether a second commit finds the session still is not known, so a lost answer is not asked for again.
        request = request with
        {
            Headers = [.. request.Headers, new(PathHeader, fullPath), new(SessionHeader, session)],
            Content = TunnelTarget.Empty,
            IsIdempotent = false,
        };
        try
        {
            await _target.Scope.Pipeline.SendAndForgetAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (OdpsException lost) when (lost.IsTransient && lost is not OdpsThrottledException)
        {
            throw new OdpsOutcomeUnknownException($"It is not known whether {description} was committed (session {session}): {lost.Message} Look whether the file is there, or write it again.", lost);
        }
    }
}
