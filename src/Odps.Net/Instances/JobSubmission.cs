using System.Net;
using System.Xml.Linq;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the service answers to a submission.</summary>
/// <param name="Id">The id of the new instance.</param>
/// <param name="McqaCookie">What an interactive quota wants back with the next request; null for none.</param>
/// <param name="Results">The results of the tasks when the job had ended by the time of the answer; null when it had not.</param>
internal sealed record JobAnswer(string Id, string? McqaCookie, IReadOnlyList<InstanceTaskResult>? Results);

/// <summary>Sends submissions of jobs.</summary>
internal static class JobSubmission
{
    /// <summary>How long the service may put a submission off, and the pause when it does not say how long to wait.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan UsualDelay = TimeSpan.FromSeconds(5);

    /// <summary>Sends a submission; status 409 means that the service wants it again a little later.</summary>
    public static async Task<JobAnswer> PostAsync(ServiceScope scope, OdpsRequest request, CancellationToken cancellationToken)
    {
        long start = scope.TimeProvider.GetTimestamp();
        while (true)
        {
            try
            {
                return await scope.Pipeline.ReadAsync(request, ReadAsync, cancellationToken).ConfigureAwait(false);
            }
            catch (OdpsServiceException busy) when (busy.StatusCode == HttpStatusCode.Conflict && busy.Error.RetryAfter is not null)
            {
                TimeSpan delay = busy.Error.RetryAfter is { } asked && asked > TimeSpan.Zero ? asked : UsualDelay;
                if (scope.TimeProvider.GetElapsedTime(start) + delay > MaxDelay)
                {
                    throw;
                }

                await Task.Delay(delay, scope.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The id is the last part of the address of the new instance.</summary>
    public static string InstanceId(OdpsResponse response)
    {
        string location = response.RequiredHeader("Location").TrimEnd('/');
        string id = WebUtility.UrlDecode(location[(location.LastIndexOf('/') + 1)..]);
        return id.Length > 0 ? id : throw response.Malformed("has no instance id in its header Location");
    }

    private static async ValueTask<JobAnswer> ReadAsync(OdpsResponse response, CancellationToken cancellationToken)
    {
        string id = InstanceId(response);
        string? cookie = response.Header(McqaConnection.CookieHeader);

        // 201 says that the job goes on, whatever the body may be; 200 with a body that it has ended, as it may with or without tryWait.
        if (response.Status != HttpStatusCode.OK || string.IsNullOrWhiteSpace(await response.ReadTextAsync(cancellationToken).ConfigureAwait(false)))
        {
            return new JobAnswer(id, cookie, null);
        }

        XElement document;
        try
        {
            document = await response.ReadXmlAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OdpsDataException)
        {
            // The job exists and has an id: what this body does not tell, the service tells when it is asked.
            return new JobAnswer(id, cookie, null);
        }

        List<InstanceTaskResult> results = [.. document.Elements("Tasks").Elements("Task").Select(InstanceTaskResult.Read)];
        bool hasEnded = results.Count > 0 && results.TrueForAll(r => r.Status is { } status && status.IsFinal);
        return new JobAnswer(id, cookie, hasEnded ? results : null);
    }
}
