using System.Globalization;
using System.Net;
using System.Text;

namespace Odps.Net;

/// <summary>The one place that makes exceptions out of what the service says.</summary>
internal static class OdpsExceptionFactory
{
    private const int MaxTextChars = 4000;

    /// <summary>The exception for an answer that is an error.</summary>
    /// <param name="error">The parts of the answer.</param>
    /// <param name="operation">What was being done, to follow "Could not".</param>
    /// <param name="context">What is known about the client, for the advice.</param>
    public static OdpsServiceException FromResponse(ServiceError error, string operation, in ErrorContext context = default)
    {
        ServiceErrorKind kind = ServiceErrorCodes.KindOf(error);
        if (context.Secrets is { } secrets)
        {
            // Signature errors can quote what was sent.
            error = error with { Code = Redact(error.Code, secrets), Message = Redact(error.Message, secrets) };
        }

        string message = Describe(error, operation, kind, context);
        return kind switch
        {
            ServiceErrorKind.NotFound => new OdpsNotFoundException(message, error),
            ServiceErrorKind.AlreadyExists => new OdpsAlreadyExistsException(message, error),
            ServiceErrorKind.Permission => new OdpsPermissionException(message, error),
            ServiceErrorKind.Authentication or ServiceErrorKind.ExpiredCredential or ServiceErrorKind.ClockSkew => new OdpsAuthenticationException(message, error),
            ServiceErrorKind.Throttled => new OdpsThrottledException(message, error),
            _ => new OdpsServiceException(message, error),
        };
    }

    /// <summary>The exception for a task that ended without success.</summary>
    /// <param name="text">The result of the task: an error text, or an XML error document; null or empty when it has none.</param>
    /// <param name="instanceId">The instance.</param>
    /// <param name="taskName">The task.</param>
    /// <param name="status">The status that the task ended with.</param>
    /// <param name="sql">The statement, when it is known. It is not put into the message.</param>
    /// <param name="requestId">The id of the request that fetched the result.</param>
    /// <param name="logView">The address of the log view, when it is known. It may hold a token, so it is not put into the message.</param>
    public static OdpsInstanceFailedException FromInstanceResult(
        string? text, string instanceId, string taskName, string status, string? sql = null, string? requestId = null, Uri? logView = null)
    {
        text = text?.Trim() ?? "";
        ServiceError? document = text.StartsWith('<') ? ServiceErrorReader.ReadXml(Encoding.UTF8.GetBytes(text)) : null;
        ServiceError error = document ?? new ServiceError
        {
            Code = ServiceErrorCodes.FindNumber(text),
            Message = text.Length > 0 ? text : $"{taskName}, status={status}",
        };
        error = error with { InstanceId = instanceId, RequestId = error.RequestId ?? requestId };

        var message = new StringBuilder("Task ").Append(taskName).Append(" of instance ").Append(instanceId)
            .Append(" ended as ").Append(status).Append(": ");
        AppendText(message, error);
        AppendIds(message, error);
        string? advice = status.Equals("Cancelled", StringComparison.OrdinalIgnoreCase)
            ? "It was stopped on request."
            : InstanceAdvice(error);
        if (advice is not null)
        {
            message.Append(' ').Append(advice);
        }

        return new OdpsInstanceFailedException(message.ToString(), error, taskName, status) { Sql = sql, LogViewUri = logView };
    }

    private static string Describe(ServiceError error, string operation, ServiceErrorKind kind, in ErrorContext context)
    {
        var message = new StringBuilder("Could not ").Append(operation).Append(": ");
        AppendText(message, error);
        AppendIds(message, error);
        if (Advice(error, kind, context) is { } advice)
        {
            message.Append(' ').Append(advice);
        }

        if (context.Note is { } note)
        {
            message.Append(' ').Append(note);
        }

        return message.ToString();
    }

    private static void AppendText(StringBuilder message, ServiceError error)
    {
        string? text = error.Message;
        if (error.Code is { } code && text?.StartsWith(code, StringComparison.Ordinal) != true)
        {
            message.Append(code);
            if (text is not null)
            {
                message.Append(": ");
            }
        }

        if (text is { Length: > MaxTextChars })
        {
            message.Append(text, 0, MaxTextChars).Append("...");
        }
        else
        {
            message.Append(text);
        }

        if (error.Code is null && text is null)
        {
            message.Append("the service answered ").Append(CultureInfo.InvariantCulture, $"{(int)error.StatusCode}").Append(" without saying why");
        }
    }

    private static void AppendIds(StringBuilder message, ServiceError error)
    {
        string separator = " (";
        if (error.StatusCode != 0)
        {
            message.Append(separator).Append("HTTP ").Append(CultureInfo.InvariantCulture, $"{(int)error.StatusCode}");
            separator = ", ";
        }

        if (error.RequestId is { } requestId)
        {
            message.Append(separator).Append("request id ").Append(requestId);
            separator = ", ";
        }

        if (error.HostId is { } hostId)
        {
            message.Append(separator).Append("host ").Append(hostId);
            separator = ", ";
        }

        message.Append(separator == " (" ? "." : ").");
    }

    private static string? Advice(ServiceError error, ServiceErrorKind kind, in ErrorContext context)
    {
        if (TunnelAdvice.For(error) is { } known)
        {
            return known;
        }

        switch (kind)
        {
            case ServiceErrorKind.NotFound when error.Code == "NoSuchProject":
                return "Check OdpsClientOptions.Project, and that OdpsClientOptions.Endpoint is the endpoint of the project's region.";
            case ServiceErrorKind.NotFound:
                return "Check the name, the project and the schema.";
            case ServiceErrorKind.AlreadyExists:
                return "Choose another name, or use the form of the call that accepts an existing object.";
            case ServiceErrorKind.Permission:
                return $"The credential{In(context.Credential)} is valid but lacks the right: ask the owner of the project to grant it, or use another credential.";
            case ServiceErrorKind.Authentication:
                return $"Check the access key id and secret (or token) of the credential{In(context.Credential)}, that the key is enabled, and that it belongs to the account that the project admits.";
            case ServiceErrorKind.ExpiredCredential:
                return $"The credential{In(context.Credential)} has expired: give OdpsClientOptions.Credential a new one, or one that refreshes (OdpsCredential.FromProvider).";
            case ServiceErrorKind.ClockSkew:
                return context.ServerDate is { } server && context.Now is { } now
                    ? FormattableString.Invariant($"The service's clock says {server:u}, this machine's says {now:u}: set this machine's clock.")
                    : "Check this machine's clock: it may differ from the service's by at most 15 minutes.";
            case ServiceErrorKind.Throttled:
                return error.RetryAfter is { } delay
                    ? FormattableString.Invariant($"Try again in {delay.TotalSeconds:0.#} s, make fewer requests at a time, or ask for a larger quota.")
                    : "Try again later, make fewer requests at a time, or ask for a larger quota.";
            case ServiceErrorKind.Internal:
                return "This is a fault of the service: try again, and quote the request id to support if it stays.";
            default:
                if ((int)error.StatusCode is >= 300 and < 400)
                {
                    return "The endpoint redirects, and redirects are not followed because requests are signed for one host: check OdpsClientOptions.Endpoint.";
                }

                return error.Code is null ? "Check that OdpsClientOptions.Endpoint is a MaxCompute endpoint (it usually ends in /api) and that no proxy answers in its place." : null;
        }
    }

    private static string? InstanceAdvice(ServiceError error) => ServiceErrorCodes.KindOf(error) switch
    {
        ServiceErrorKind.NotFound => "Check the names in the statement, its project and its schema.",
        ServiceErrorKind.Permission => "Ask the owner of the project to grant the right.",
        ServiceErrorKind.Internal => "This is a fault of the service: submit it again, and quote the instance id to support if it stays.",
        _ => null,
    };

    private static string In(string? credential) => credential is null ? "" : $" ({credential})";

    private static string? Redact(string? text, IReadOnlyList<string> secrets)
    {
        if (text is null)
        {
            return null;
        }

        foreach (string secret in secrets)
        {
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        return text;
    }
}
