using System.Text;

namespace Odps.Net;

/// <summary>Reads the small files that hold credentials.</summary>
internal static class CredentialFile
{
    private const int MaxBytes = 64 * 1024;

    /// <param name="path">The file.</param>
    /// <param name="description">What it is, for messages: <c>The file named by X</c>.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<string> ReadAsync(string path, string description, CancellationToken cancellationToken)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, useAsync: true);
        await using (file.ConfigureAwait(false))
        {
            byte[] buffer = new byte[MaxBytes + 1];
            int length = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return length <= MaxBytes
                ? Encoding.UTF8.GetString(buffer, 0, length).TrimStart('\uFEFF')
                : throw new InvalidDataException($"{description} is larger than 64 KiB.");
        }
    }
}
