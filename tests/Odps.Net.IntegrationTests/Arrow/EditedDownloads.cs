using System.Net;

namespace Odps.Net.IntegrationTests.Arrow;

/// <summary>A connection on which the bodies of Arrow downloads are changed, cut, or broken off. The edit gets the number of the download, from 0.</summary>
internal sealed class EditedDownloads(Func<int, byte[], EditedDownloads.Body> edit) : DelegatingHandler(new SocketsHttpHandler())
{
    private int _downloads;

    /// <summary>The ranges that were asked for.</summary>
    public List<string> Ranges { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        string query = WebUtility.UrlDecode(request.RequestUri!.Query);
        bool isData = (request.Method == HttpMethod.Get && query.Contains("arrow", StringComparison.Ordinal)) || request.RequestUri.AbsolutePath.EndsWith("/preview", StringComparison.Ordinal);
        if (!isData || response.StatusCode != HttpStatusCode.OK)
        {
            return response;
        }

        Ranges.Add(query.Split("rowrange=").Last().Split('&')[0]);
        Body body = edit(_downloads++, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        var content = new StreamContent(body.Breaks ? new BreakingStream(body.Bytes) : new MemoryStream(body.Bytes));
        foreach ((string name, IEnumerable<string> values) in response.Content.Headers)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                content.Headers.TryAddWithoutValidation(name, values);
            }
        }

        response.Content = content;
        return response;
    }

    /// <summary>What arrives.</summary>
    /// <param name="Bytes">The bytes.</param>
    /// <param name="Breaks">Whether the connection breaks behind them; otherwise they are the end.</param>
    internal sealed record Body(byte[] Bytes, bool Breaks = false);

    private sealed class BreakingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and int read ? read : throw new HttpIOException(HttpRequestError.ResponseEnded, "The connection broke.");
    }
}
