using System.Net;
using Odps.Net.Compression;
using Odps.Net.Http;

namespace Odps.Net.Tunnel;

/// <summary>
/// A request whose body is written while it is sent: the transport asks for the body and waits, the writer gets the transport's own stream, so that no
/// block is held in memory. What the writer waits for is the network, and a request that fails on the way fails the next write with its own error.
/// </summary>
internal sealed class StreamingUpload : Stream
{
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _abort = new();
    /// <summary>From how long a silence on it is likely that the service has ended the request for it, which it does after about two minutes.</summary>
    private static readonly TimeSpan SuspectSilence = TimeSpan.FromSeconds(100);

    private readonly Action _onDispose;
    private readonly TimeProvider _clock;
    private long _lastWrite;
    private TimeSpan _longestSilence;
    private Task<OdpsResponse>? _sending;
    private CompressingStream? _body;
    private bool _ended;

    private StreamingUpload(Action onDispose, TimeProvider clock)
    {
        _onDispose = onDispose;
        _clock = clock;
        _lastWrite = clock.GetTimestamp();
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends the request and gives the stream of its body when the service is ready to take it.</summary>
    public static async Task<StreamingUpload> OpenAsync(OdpsPipeline pipeline, OdpsRequest request, TunnelDataForm form, TunnelCompression compression, Action onDispose, CancellationToken cancellationToken)
    {
        var upload = new StreamingUpload(onDispose, pipeline.Options.TimeProvider);
        try
        {
            OdpsRequest streamed = request with
            {
                Content = () => new HandedOverContent(upload),
                IsContentReplayable = false,

                // What a presigned address was signed for is not known, so nothing is added to it.
                Headers = request.PresignedUri is null ? BodyHeaders(request.Headers, form, compression) : request.Headers,
            };
            upload._sending = pipeline.SendAsync(streamed, upload._abort.Token);
            await Task.WhenAny(upload._opened.Task, upload._sending).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!upload._opened.Task.IsCompletedSuccessfully)
            {
                OdpsResponse early = await upload._sending.ConfigureAwait(false);
                throw early.Malformed("came before the data was sent");
            }

            upload._body = CompressionStreams.OpenWrite(compression.Algorithm, await upload._opened.Task.ConfigureAwait(false), compression.Level, leaveOpen: true);
            return upload;
        }
        catch
        {
            await upload.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Adds the headers that say what the body is; those that are there already win.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> BodyHeaders(IReadOnlyList<KeyValuePair<string, string>> headers, TunnelDataForm form, TunnelCompression compression)
    {
        var result = new List<KeyValuePair<string, string>> { new("Content-Type", "application/octet-stream") };
        result.AddRange(headers);
        if (compression.HeaderFor(form) is string encoding)
        {
            result.Add(new("Content-Encoding", encoding));
        }

        return result;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        NoteSilence();
        try
        {
            await _body!.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw await CauseAsync(failure).ConfigureAwait(false);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _body!.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw await CauseAsync(failure).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the body and waits for the answer of the service, which is a success.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken) => CompleteAsync(static _ => true, cancellationToken);

    /// <summary>Ends the body and reads the answer of the service, which is a success.</summary>
    public async Task<T> CompleteAsync<T>(Func<OdpsResponse, T> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        NoteSilence();
        try
        {
            await _body!.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw await CauseAsync(failure).ConfigureAwait(false);
        }

        _ended = true;
        _finished.TrySetResult();
        OdpsResponse accepted;
        try
        {
            accepted = await _sending!.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OdpsConnectionException broken) when (_longestSilence >= SuspectSilence)
        {
            throw EndedForSilence(broken);
        }

        await using (accepted.ConfigureAwait(false))
        {
            return read(accepted);
        }
    }

    /// <summary>Abandons the body unless it is complete: the service sees a request that breaks off, and discards it.</summary>
    public override async ValueTask DisposeAsync()
    {
        _ended = true;
        _onDispose();
        if (_sending is { IsCompleted: false })
        {
            await _abort.CancelAsync().ConfigureAwait(false);
        }

        _finished.TrySetException(new OperationCanceledException("The upload was abandoned."));
        _ = _finished.Task.Exception;
        if (_sending is not null)
        {
            // Whatever the abandoned request ends with is of no interest; its answer must still be given back.
            await _sending.ContinueWith(
                static sent => sent.IsCompletedSuccessfully ? sent.Result.DisposeAsync().AsTask() : Task.FromResult(sent.Exception),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default).Unwrap().ConfigureAwait(false);
        }

        if (_body is not null)
        {
            await _body.DisposeAsync().ConfigureAwait(false);
        }

        _abort.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    public override void Flush() => throw new NotSupportedException("An upload is written asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("An upload is written asynchronously.");

    /// <summary>A write fails because the request has: the service's answer, or what the pipeline says of the connection, tells more than the socket.</summary>
    private async Task<Exception> CauseAsync(Exception failure)
    {
        _finished.TrySetException(failure);
        try
        {
            OdpsResponse answer = await _sending!.ConfigureAwait(false);
            await using (answer.ConfigureAwait(false))
            {
                return answer.Malformed("came before the data was complete", failure);
            }
        }
        catch (OdpsConnectionException broken) when (_longestSilence >= SuspectSilence)
        {
            return EndedForSilence(broken);
        }
        catch (OdpsException cause)
        {
            return cause;
        }
        catch (OperationCanceledException)
        {
            return failure;
        }
    }

    private void NoteSilence()
    {
        TimeSpan silence = _clock.GetElapsedTime(_lastWrite);
        _longestSilence = silence > _longestSilence ? silence : _longestSilence;
        _lastWrite = _clock.GetTimestamp();
    }

    private OdpsConnectionException EndedForSilence(OdpsConnectionException broken) => new(
        FormattableString.Invariant($"{broken.Message} Nothing was written for {_longestSilence.TotalSeconds:0} s before, and the service ends an upload after about two minutes without data: ")
        + "write without such pauses, or use a buffered writer, whose requests last only as long as their data is on its way.",
        broken);

    /// <summary>A body that hands the transport's stream to the writer and ends when the writer does.</summary>
    private sealed class HandedOverContent(StreamingUpload upload) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            upload._opened.TrySetResult(stream);
            return upload._finished.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
