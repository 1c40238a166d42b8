using System.Text;

namespace Odps.Net.Http;

/// <summary>Turns a request into the message of one attempt, complete but for its date and authentication.</summary>
internal static class RequestMessage
{
    /// <summary>The text is escaped here, segment by segment and value by value; the signature covers exactly that, so nothing may rewrite it.</summary>
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public static HttpRequestMessage Create(OdpsCall call, string userAgent, IReadOnlyDictionary<string, string> defaultHeaders, IdleTimeout idle, out MonitoredContent? content)
    {
        OdpsRequest request = call.Request;
        HttpContent? body = request.Content?.Invoke();
        bool isOwn = request.PresignedUri is null;
        var message = new HttpRequestMessage(request.Method, request.PresignedUri ?? Address(call));
        try
        {
            message.Headers.TryAddWithoutValidation("User-Agent", userAgent);
            if (isOwn)
            {
                message.Headers.TryAddWithoutValidation("x-odps-user-agent", userAgent);
            }

            foreach ((string name, string value) in request.Headers)
            {
                Add(message, ref body, name, value);
            }

            foreach ((string name, string value) in defaultHeaders)
            {
                if (isOwn && !message.Headers.NonValidated.Contains(name))
                {
                    message.Headers.TryAddWithoutValidation(name, value);
                }
            }

            content = body is null ? null : new MonitoredContent(body, idle);
            message.Content = content;
            return message;
        }
        catch
        {
            message.Dispose();
            body?.Dispose();
            throw;
        }
    }

    private static void Add(HttpRequestMessage message, ref HttpContent? body, string name, string value)
    {
        if (value.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
        {
            throw new ArgumentException($"The header {name} holds a line break, which a header cannot carry.", nameof(value));
        }

        if (message.Headers.NonValidated.Contains(name))
        {
            message.Headers.Remove(name);
        }

        if (message.Headers.TryAddWithoutValidation(name, value))
        {
            return;
        }

        body ??= new ByteArrayContent([]);
        if (body.Headers.NonValidated.Contains(name))
        {
            body.Headers.Remove(name);
        }

        if (!body.Headers.TryAddWithoutValidation(name, value))
        {
            throw new ArgumentException($"'{name}' is not the name of a header.", nameof(name));
        }
    }

    private static Uri Address(OdpsCall call)
    {
        string path = call.Request.Path.Escaped;
        var text = new StringBuilder(call.BaseAddress, 256).Append(path.Length == 0 ? "/" : path);
        char separator = '?';
        foreach ((string key, string? value) in call.Query)
        {
            text.Append(separator).Append(Uri.EscapeDataString(key));
            if (value is not null)
            {
                text.Append('=').Append(Uri.EscapeDataString(value));
            }

            separator = '&';
        }

        return new Uri(text.ToString(), Verbatim);
    }
}
