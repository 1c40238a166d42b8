using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Faults;

/// <summary>The body of an answer written to the socket itself.</summary>
/// <param name="socket">The socket.</param>
/// <param name="isChunked">Whether it goes in chunks; as it is otherwise.</param>
internal sealed class RawBody(Socket socket, bool isChunked) : WriteOnlyStream
{
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        WritePartAsync(buffer, buffer.Length, cancellationToken);

    /// <summary>Announces a whole piece and writes only the first bytes of it.</summary>
    public async ValueTask WritePartAsync(ReadOnlyMemory<byte> piece, int count, CancellationToken cancellationToken)
    {
        if (isChunked && piece.Length > 0)
        {
            await SendAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{piece.Length:x}\r\n")), cancellationToken).ConfigureAwait(false);
        }

        await SendAsync(piece[..count], cancellationToken).ConfigureAwait(false);
        if (isChunked && count > 0 && count == piece.Length)
        {
            await SendAsync("\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }
    }

    public Task EndAsync(CancellationToken cancellationToken) => isChunked ? SendAsync("0\r\n\r\n"u8.ToArray(), cancellationToken) : Task.CompletedTask;

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, cancellationToken).ConfigureAwait(false)..];
        }
    }
}
