namespace Odps.Net;

/// <content>The log view.</content>
public sealed partial class Instance
{
    /// <summary>
    /// The address of a web page that shows the instance. The older form of it carries a token, so treat it as a secret. One to three requests: the host is asked
    /// once for the life of the client.
    /// </summary>
    /// <param name="options">Which page, and how long the token of the older one is valid. Default: those of <see cref="LogViewOptions"/>.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public Task<Uri> GetLogViewUriAsync(LogViewOptions? options = null, CancellationToken cancellationToken = default) =>
        LogViewAddress.OfAsync(_scope, Project, Id, options ?? new LogViewOptions(), query: null, cancellationToken);
}
