using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Odps.Net.Emulator.Http;

/// <summary>The server's end of a connection inside the process: two pipes, one for each direction.</summary>
internal sealed class InMemoryConnection : DefaultConnectionContext
{
    private readonly Pipe _requests = new();
    private readonly Pipe _answers = new();

    /// <summary>Never disposed of: an abort may come at the same time as the end of the connection, and on its own thread.</summary>
    private readonly CancellationTokenSource _closed = new();

    public InMemoryConnection()
        : base(Guid.NewGuid().ToString("N"))
    {
        Transport = new Duplex(_requests.Reader, _answers.Writer);
        ConnectionClosed = _closed.Token;
        ClientStream = new InMemoryStream(_answers.Reader, _requests.Writer);
    }

    /// <summary>The client's end.</summary>
    public Stream ClientStream { get; }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        // The client sees what it would see of a socket that was reset.
        _answers.Writer.Complete(new IOException("The connection was reset by the emulator.", abortReason));
        _answers.Writer.CancelPendingFlush();
        _requests.Reader.CancelPendingRead();

        // Not that of the base class, whose source is disposed of with the connection: a cancellation behind that would end the process.
        ThreadPool.UnsafeQueueUserWorkItem(static closed => closed.Cancel(), _closed, preferLocal: false);
    }

    public override async ValueTask DisposeAsync()
    {
        await _requests.Reader.CompleteAsync().ConfigureAwait(false);
        await _answers.Writer.CompleteAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
