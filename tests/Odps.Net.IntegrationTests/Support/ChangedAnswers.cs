using System.Net;
using System.Text;

namespace Odps.Net.IntegrationTests.Support;

/// <summary>A transport over real sockets that gives answers of its own to some requests.</summary>
internal sealed class ChangedAnswers : DelegatingHandler
{
    private readonly Func<HttpRequestMessage, HttpResponseMessage?> _answer;

    public ChangedAnswers(Func<HttpRequestMessage, HttpResponseMessage?> answer)
        : base(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        _answer = answer;
    }

    /// <summary>An error of the service.</summary>
    public static HttpResponseMessage Error(HttpStatusCode status, string code, string message = "by order of the test") => new(status)
    {
        Content = new StringContent($"<Error><Code>{code}</Code><Message>{message}</Message></Error>", Encoding.UTF8, "application/xml"),
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage? own = _answer(request);
        if (own is null)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        own.RequestMessage = request;
        return own;
    }
}
