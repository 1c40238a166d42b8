using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Odps.Net.Emulator.Http;

/// <summary>Documents in gzip, for clients that accept it, as a gateway in front of the service sends them.</summary>
internal static class GzipAnswer
{
    private const int MinBytes = 256;

    private static readonly string[] Types = ["application/xml", "application/json", "text/html"];

    /// <summary>The same answer, compressed when it is a document that is long enough and the client accepts it.</summary>
    public static ServiceResponse Create(HttpRequest request, ServiceResponse response)
    {
        if (response.WriteBody is not null || response.Body.Length < MinBytes || response.Headers.ContainsKey("Content-Encoding")
            || !Array.Exists(Types, type => response.ContentType?.StartsWith(type, StringComparison.Ordinal) == true) || !Accepts(request))
        {
            return response;
        }

        using var body = new MemoryStream();
        using (var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(response.Body.Span);
        }

        var compressed = new ServiceResponse { Status = response.Status, ContentType = response.ContentType, Body = body.ToArray(), ErrorCode = response.ErrorCode };
        foreach ((string name, string value) in response.Headers)
        {
            compressed.With(name, value);
        }

        return compressed.With("Content-Encoding", "gzip").With("Vary", "Accept-Encoding");
    }

    private static bool Accepts(HttpRequest request)
    {
        foreach (string coding in request.Headers.AcceptEncoding.ToString().Split(','))
        {
            string[] parts = coding.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0].Equals("gzip", StringComparison.OrdinalIgnoreCase))
            {
                return parts.Length == 1 || parts[1] is not ("q=0" or "q=0.0" or "q=0.00" or "q=0.000");
            }
        }

        return false;
    }
}
