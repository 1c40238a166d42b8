using System.Globalization;
using System.Text;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Faults;

/// <summary>The body of an answer that goes past the server.</summary>
/// <param name="connection">The connection.</param>
/// <param name="isChunked">Whether it goes in chunks; as it is otherwise.</param>
internal sealed class RawBody(ClientConnection connection, bool isChunked) : WriteOnlyStream
{
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        WritePartAsync(buffer, buffer.Length, cancellationToken);

    /// <summary>Announces a whole piece and writes only the first bytes of it.</summary>
    public async ValueTask WritePartAsync(ReadOnlyMemory<byte> piece, int count, CancellationToken cancellationToken)
    {
        if (isChunked && piece.Length > 0)
        {
            byte[] size = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{piece.Length:x}\r\n"));
            await connection.SendAsync(size, cancellationToken).ConfigureAwait(false);
        }

        await connection.SendAsync(piece[..count], cancellationToken).ConfigureAwait(false);
        if (isChunked && count > 0 && count == piece.Length)
        {
            await connection.SendAsync("\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }
    }

    public Task EndAsync(CancellationToken cancellationToken) =>
        isChunked ? connection.SendAsync("0\r\n\r\n"u8.ToArray(), cancellationToken) : Task.CompletedTask;
}
