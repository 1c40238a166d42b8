using System.Net;
using System.Text;

namespace Odps.Net.Tests.Support;

/// <summary>A service that answers from a list and remembers what it was asked, beneath a client of its own. No sockets.</summary>
public sealed class ScriptedService : HttpMessageHandler
{
    private readonly Queue<Answer> _answers = new();

    public ScriptedService() => Client = new OdpsClient(new OdpsClientOptions
    {
        Endpoint = new Uri("http://127.0.0.1/api"),
        Project = "p1",
        Credential = OdpsCredential.AccessKey("id", "secret"),
        Retry = new RetryOptions { MaxRetries = 0 },
        HttpHandlerFactory = () => this,
    });

    public OdpsClient Client { get; }

    public List<Seen> Requests { get; } = [];

    /// <summary>The only request so far.</summary>
    public Seen Request => Assert.Single(Requests);

    public ScriptedService Answers(string body, HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers)
    {
        _answers.Enqueue(new Answer(status, body, headers));
        return this;
    }

    public ScriptedService Fails(HttpStatusCode status, string code, string message) => Answers(
        $"<Error><Code>{code}</Code><Message>{WebUtility.HtmlEncode(message)}</Message><RequestId>r</RequestId><HostId>h</HostId></Error>", status);

    /// <summary>Answers for a statement that is submitted and succeeds.</summary>
    public ScriptedService Runs() => Submits()
        .Answers("<Instance><Status>Terminated</Status></Instance>")
        .Answers("<Instance><Status>Terminated</Status><Tasks><Task Type=\"SQL\"><Name>t</Name><Status>Success</Status></Task></Tasks></Instance>");

    /// <summary>The answer for a statement that is submitted.</summary>
    public ScriptedService Submits() => Answers("", HttpStatusCode.Created, ("Location", "http://127.0.0.1/api/projects/p1/instances/i1"));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add(new Seen(
            request.Method.Method,
            Uri.UnescapeDataString(request.RequestUri!.AbsolutePath),
            Uri.UnescapeDataString(request.RequestUri.Query.Replace('+', ' ')),
            request.Content?.Headers.NonValidated.TryGetValues("Content-Type", out var type) == true ? type.ToString() : null,
            body));
        Answer answer = _answers.Count > 0 ? _answers.Dequeue() : throw new InvalidOperationException($"No answer is left for {Requests[^1]}.");
        var response = new HttpResponseMessage(answer.Status) { Content = new StringContent(answer.Body, Encoding.UTF8, "application/xml") };
        foreach ((string name, string value) in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    /// <summary>A request, decoded.</summary>
    public sealed record Seen(string Method, string Path, string Query, string? ContentType, string Body)
    {
        /// <summary>The parts of the query in ordinal order, without <c>curr_project</c>.</summary>
        public IReadOnlyList<string> Parameters => [.. Query.TrimStart('?').Split('&').Where(p => p.Length > 0 && !p.StartsWith("curr_project=", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private sealed record Answer(HttpStatusCode Status, string Body, (string Name, string Value)[] Headers);
}
