using System.Collections.Concurrent;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>
/// A session that writes files to a partition of a partitioned volume. Files are written, in parallel if wanted, and become visible all together when the
/// session is committed. A session that is not committed changes nothing, and expires by itself. Thread-safe.
/// </summary>
public sealed class VolumeUploadSession
{
    private readonly VolumeTarget _target;
    private readonly ConcurrentDictionary<string, byte> _written = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _open = new(StringComparer.Ordinal);
    private VolumeUploadState _state;

    private VolumeUploadSession(string volumeName, string partitionName, VolumeTarget target, VolumeUploadState state)
    {
        VolumeName = volumeName;
        PartitionName = partitionName;
        _target = target;
        _state = state;
    }

    /// <summary>The id of the session (<c>UploadID</c>), by which <see cref="TunnelOperations.GetVolumeUploadSessionAsync"/> finds it again.</summary>
    public string Id => _state.Id;

    /// <summary>The volume.</summary>
    public string VolumeName { get; }

    /// <summary>The partition of the volume.</summary>
    public string PartitionName { get; }

    /// <summary>The status at the last look.</summary>
    public TunnelSessionStatus Status => _state.Status;

    /// <summary>The files that the service had at the last look.</summary>
    public IReadOnlyList<VolumeFile> Files => _state.Files;

    /// <summary>The names of the files that this object has written completely.</summary>
    public IReadOnlyList<string> WrittenFiles => [.. _written.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The tunnel quota in use; <see langword="null"/> when the service does not say.</summary>
    public string? QuotaName => _state.QuotaName;

    private RestPath Path => Uploads(_target).Name(Id, "session");

    /// <summary>Opens a stream that writes one file. One request, whose body is sent while the stream is written.</summary>
    /// <param name="fileName">The name of the file; it may have slashes, but not at its beginning, and runs of them count as one.</param>
    /// <param name="resume">
    /// Whether to go on with a file of the session whose writing broke off (<c>resume</c>); what the service does with it is not documented.
    /// Default: <see langword="false"/>, the file is written anew.
    /// </param>
    /// <param name="cancellationToken">Cancels the opening; later calls have tokens of their own.</param>
    /// <returns>The stream, to be completed and disposed.</returns>
    /// <exception cref="InvalidOperationException">The same file is being written.</exception>
    public async Task<VolumeFileWriter> OpenFileWriterAsync(string fileName, bool resume = false, CancellationToken cancellationToken = default)
    {
        string name = VolumeFileName.Normalize(fileName);
        if (!_open.TryAdd(name, 0))
        {
            throw new InvalidOperationException($"File '{name}' of {this} is being written already; complete or dispose its stream first.");
        }

        try
        {
            string description = $"file '{name}' of {this}";
            var query = new QueryParameters { { "blockid", name }, { "resume", resume ? "" : null } };
            OdpsRequest request = await _target.RequestAsync(HttpMethod.Post, Path, query, $"write {description}", cancellationToken).ConfigureAwait(false);
            request = request with { Headers = [.. request.Headers, VolumeTarget.Version, new("Content-Type", "text/plain")] };
            StreamingUpload upload = await StreamingUpload.OpenAsync(
                _target.Scope.Pipeline, request, TunnelDataForm.File, _target.Compression, onDispose: () => _open.TryRemove(name, out _), cancellationToken).ConfigureAwait(false);
            return new VolumeFileWriter(upload, description, async (_, token) =>
            {
                await upload.CompleteAsync(token).ConfigureAwait(false);
                _written[name] = 0;
                _open.TryRemove(name, out byte _);
            }, _target.Counter);
        }
        catch
        {
            _open.TryRemove(name, out _);
            throw;
        }
    }

    /// <summary>Looks at the session again: its status and files. One request.</summary>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task ReloadAsync(CancellationToken cancellationToken = default) => _state = await LoadAsync(_target, Id, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Makes all files of the session visible. First compares the files that the service has with those written here. Two requests; more when an
    /// answer is lost, since the state then tells whether the commit took place.
    /// </summary>
    /// <param name="files">The names of all files of the session, where other processes wrote some of them. Default: <see cref="WrittenFiles"/>.</param>
    /// <param name="cancellationToken">Cancels the request; the commit may have taken place all the same.</param>
    /// <exception cref="InvalidOperationException">A file is still being written, or there is none.</exception>
    /// <exception cref="OdpsException">The service has other files than were written; nothing was committed.</exception>
    public async Task CommitAsync(IReadOnlyCollection<string>? files = null, CancellationToken cancellationToken = default)
    {
        if (!_open.IsEmpty)
        {
            throw new InvalidOperationException(
                $"{this} cannot be committed while files are being written: {string.Join(", ", _open.Keys.Order(StringComparer.Ordinal))}. Complete or dispose their streams first.");
        }

        HashSet<string> expected = [.. (files ?? WrittenFiles).Select(VolumeFileName.Normalize)];
        if (expected.Count == 0)
        {
            throw new InvalidOperationException($"{this} has no files to commit.");
        }

        await ReloadAsync(cancellationToken).ConfigureAwait(false);
        CheckFiles(expected);
        TimeSpan pause = _target.Scope.Options.Retry.Delay;
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await SendCommitAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (OdpsException lost) when (lost.IsTransient)
            {
                if (await IsClosedAsync(lost, attempt, pause, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }
            }

            pause *= 2;
        }
    }

    /// <summary>What the session is for, and its id.</summary>
    public override string ToString() => $"volume upload session {Id} to {_target.Description}";

    internal static async Task<VolumeUploadSession> CreateAsync(
        ServiceScope scope, string volumeName, string partitionName, VolumeSessionOptions options, CancellationToken cancellationToken)
    {
        VolumeTarget target = TargetOf(scope, volumeName, partitionName, options);
        var query = new QueryParameters { { "type", "volumefile" }, { "target", $"{target.Project}/{volumeName}/{partitionName}/" } };
        OdpsRequest request = await target.RequestAsync(
            HttpMethod.Post, Uploads(target), query, $"create an upload session to {target.Description}", cancellationToken).ConfigureAwait(false);

        // A session that nobody uses changes nothing and expires by itself, so a lost answer is asked for again.
        request = request with { Content = TunnelTarget.Empty, IsIdempotent = true };
        return new VolumeUploadSession(volumeName, partitionName, target, await target.SendAsync(request, VolumeUploadState.Read, cancellationToken).ConfigureAwait(false));
    }

    internal static async Task<VolumeUploadSession> AttachAsync(
        ServiceScope scope, string volumeName, string partitionName, string id, VolumeSessionOptions options, CancellationToken cancellationToken)
    {
        VolumeTarget target = TargetOf(scope, volumeName, partitionName, options);
        return new VolumeUploadSession(volumeName, partitionName, target, await LoadAsync(target, id, cancellationToken).ConfigureAwait(false));
    }

    private static RestPath Uploads(VolumeTarget target) => RestPath.Project(target.Project).Literal("tunnel").Literal("uploads");

    private static VolumeTarget TargetOf(ServiceScope scope, string volumeName, string partitionName, VolumeSessionOptions options)
    {
        VolumeFileName.CheckStep(volumeName, nameof(volumeName));
        VolumeFileName.CheckStep(partitionName, nameof(partitionName));
        return VolumeTarget.Of(scope, $"partition '{partitionName}' of volume {scope.RequireProject()}.{volumeName}", options);
    }

    private static async Task<VolumeUploadState> LoadAsync(VolumeTarget target, string id, CancellationToken cancellationToken)
    {
        OdpsRequest request = await target.RequestAsync(
            HttpMethod.Get, Uploads(target).Name(id, "session"), [], $"get volume upload session {id} to {target.Description}", cancellationToken).ConfigureAwait(false);
        return await target.SendAsync(request, VolumeUploadState.Read, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendCommitAsync(CancellationToken cancellationToken)
    {
        OdpsRequest request = await _target.RequestAsync(HttpMethod.Put, Path, [], $"commit {this}", cancellationToken).ConfigureAwait(false);

        // The loop around this looks at the session before it asks again.
        request = request with { Content = TunnelTarget.Empty, IsIdempotent = false };
        _state = await _target.SendAsync(request, VolumeUploadState.Read, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a commit whose answer was lost took place; false when it is to be asked for again.</summary>
    private async Task<bool> IsClosedAsync(OdpsException lost, int attempt, TimeSpan pause, CancellationToken cancellationToken)
    {
        RetryOptions retry = _target.Scope.Options.Retry;
        for (; attempt < retry.MaxRetries; attempt++, pause *= 2)
        {
            await Task.Delay(pause < retry.MaxDelay ? pause : retry.MaxDelay, _target.Scope.TimeProvider, cancellationToken).ConfigureAwait(false);
            try
            {
                await ReloadAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OdpsException again) when (again.IsTransient)
            {
                lost = again;
                continue;
            }

            if (Status != TunnelSessionStatus.Closing)
            {
                return Status == TunnelSessionStatus.Closed;
            }
        }

        throw new OdpsOutcomeUnknownException(
            $"It is not known whether {this} was committed: {lost.Message} Look at its status (ReloadAsync), and commit again unless it is closed.", lost);
    }

    private void CheckFiles(HashSet<string> expected)
    {
        HashSet<string> found = [.. Files.Select(f => f.Name)];
        if (found.SetEquals(expected))
        {
            return;
        }

        string missing = string.Join(", ", expected.Except(found).Order(StringComparer.Ordinal).Take(20));
        string foreign = string.Join(", ", found.Except(expected).Order(StringComparer.Ordinal).Take(20));
        throw new OdpsException(
            $"{this} was not committed: {expected.Count} files were written and the service has {found.Count}."
            + (missing.Length > 0 ? $" Missing there: {missing}; write them again." : "")
            + (foreign.Length > 0 ? $" Not written here: {foreign}; name all files of the session in the call, or create a new session." : ""));
    }
}
