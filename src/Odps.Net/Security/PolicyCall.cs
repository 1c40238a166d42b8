using Odps.Net.Http;

namespace Odps.Net;

/// <summary>Reads and writes the policy document of a project or a role: a flag in the query, and raw JSON as the body both ways.</summary>
internal static class PolicyCall
{
    public static async Task<SecurityPolicy?> GetAsync(ServiceScope scope, RestPath path, string flag, string owner, CancellationToken cancellationToken)
    {
        OdpsRequest request = OdpsRequest.Get(path, $"get the policy of {owner}") with
        {
            Query = new QueryParameters { flag },
            CurrentProject = scope.Project,
        };
        return await scope.Pipeline.ReadAsync(request, ReadAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <param name="scope">The client.</param>
    /// <param name="path">Whose policy.</param>
    /// <param name="flag">Which of its policies.</param>
    /// <param name="owner">Whose policy, for messages.</param>
    /// <param name="policy">The policy; null for none, which is an empty body.</param>
    /// <param name="contentType">What the body is called; the service's older calls want no name.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public static Task PutAsync(
        ServiceScope scope, RestPath path, string flag, string owner, SecurityPolicy? policy, string? contentType, CancellationToken cancellationToken)
    {
        byte[] body = policy is null ? [] : System.Text.Encoding.UTF8.GetBytes(policy.Text);
        OdpsRequest request = OdpsRequest.Put(path, $"set the policy of {owner}", RequestContent.Bytes(body, contentType)) with
        {
            Query = new QueryParameters { flag },
            CurrentProject = scope.Project,
        };
        return scope.Pipeline.SendAndForgetAsync(request, cancellationToken);
    }

    private static async ValueTask<SecurityPolicy?> ReadAsync(OdpsResponse response, CancellationToken cancellationToken)
    {
        string text = await response.ReadTextAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return string.IsNullOrWhiteSpace(text) ? null : SecurityPolicy.Parse(text);
        }
        catch (FormatException failure)
        {
            throw response.Malformed("is not a policy in JSON", failure);
        }
    }
}
