using System.Collections.Frozen;
using System.Net;

namespace Odps.Net;

/// <summary>What the service's error codes mean: names (<c>NoSuchTable</c>), numbers (<c>ODPS-0130131</c>), and the statuses behind them.</summary>
internal static class ServiceErrorCodes
{
    private const string NumberPrefix = "ODPS-";

    private static readonly FrozenDictionary<string, ServiceErrorKind> Known = new Dictionary<string, ServiceErrorKind>(StringComparer.Ordinal)
    {
        ["StreamSessionNotFound"] = ServiceErrorKind.NotFound,
        ["UpsertSessionNotFound"] = ServiceErrorKind.NotFound,
        ["ODPS-0130131"] = ServiceErrorKind.NotFound,

        ["NoPermission"] = ServiceErrorKind.Permission,
        ["AccessDenied"] = ServiceErrorKind.Permission,
        ["ODPS-0130013"] = ServiceErrorKind.Permission,
        ["ODPS-0420095"] = ServiceErrorKind.Permission,

        ["AuthorizationRequired"] = ServiceErrorKind.Authentication,
        ["Unauthorized"] = ServiceErrorKind.Authentication,
        ["SignatureNotMatch"] = ServiceErrorKind.Authentication,
        ["ODPS-0410051"] = ServiceErrorKind.Authentication,

        ["AuthenticationRequestExpired"] = ServiceErrorKind.ExpiredCredential,

        ["RequestTimeTooSkewed"] = ServiceErrorKind.ClockSkew,
        ["RequestTimeTooSkewd"] = ServiceErrorKind.ClockSkew,
        ["RequestExpired"] = ServiceErrorKind.ClockSkew,
        ["ODPS-0410031"] = ServiceErrorKind.ClockSkew,

        ["RequestQuotaExceeded"] = ServiceErrorKind.Throttled,
        ["SlotExceeded"] = ServiceErrorKind.Throttled,
        ["QPSExceeded"] = ServiceErrorKind.Throttled,
        ["FlowExceeded"] = ServiceErrorKind.Throttled,

        ["InternalServerError"] = ServiceErrorKind.Internal,
        ["ReadMetaError"] = ServiceErrorKind.Internal,
        ["ServiceUnavailable"] = ServiceErrorKind.Internal,
        ["DataVersionError"] = ServiceErrorKind.Internal,
        ["BadGatewayError"] = ServiceErrorKind.Internal,
        ["DataStoreError"] = ServiceErrorKind.Internal,
        ["ODPS-0010000"] = ServiceErrorKind.Internal,
        ["ODPS-0110141"] = ServiceErrorKind.Internal,
        ["ODPS-0420153"] = ServiceErrorKind.Internal,
        ["ODPS-0430055"] = ServiceErrorKind.Internal,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a body was refused because it arrived damaged: nothing of it was taken, and the same body may be sent again.</summary>
    public static bool IsDamagedOnItsWay(ServiceError error) => error.Code is "CorruptedDataStream" or "IncompleteBody";

    /// <summary>
    /// The kind of an error. The name in the code wins, then the number in the code, then the number in the message, which says more
    /// than names such as <c>InvalidParameter</c> do; the status decides when none of them is known.
    /// </summary>
    public static ServiceErrorKind KindOf(ServiceError error)
    {
        ServiceErrorKind name = OfCode(Head(error.Code));
        if (IsDefinite(name))
        {
            return name;
        }

        ServiceErrorKind number = OfCode(FindNumber(error.Code));
        if (IsDefinite(number))
        {
            return number;
        }

        ServiceErrorKind inText = OfCode(FindNumber(error.Message));
        if (IsDefinite(inText))
        {
            return inText;
        }

        ServiceErrorKind status = error.StatusCode switch
        {
            HttpStatusCode.Unauthorized => ServiceErrorKind.Authentication,
            HttpStatusCode.Forbidden => ServiceErrorKind.Permission,
            HttpStatusCode.NotFound => ServiceErrorKind.NotFound,
            HttpStatusCode.TooManyRequests => ServiceErrorKind.Throttled,
            >= HttpStatusCode.InternalServerError => ServiceErrorKind.Internal,
            _ => ServiceErrorKind.Other,
        };
        return status is not ServiceErrorKind.Other ? status
            : name is ServiceErrorKind.Internal || number is ServiceErrorKind.Internal || inText is ServiceErrorKind.Internal ? ServiceErrorKind.Internal
            : ServiceErrorKind.Other;
    }

    /// <summary>
    /// The <c>ODPS-</c> number in an error text. The text is cut at <c>" - "</c> and at colons; the first piece that begins with
    /// <c>ODPS-</c> is the number.
    /// </summary>
    /// <returns>The number with its prefix, or null.</returns>
    public static string? FindNumber(string? text)
    {
        if (text is null || !text.Contains(NumberPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        foreach (Range part in text.AsSpan().Split(" - "))
        {
            ReadOnlySpan<char> section = text.AsSpan(part);
            foreach (Range pieceRange in section.Split(':'))
            {
                ReadOnlySpan<char> piece = section[pieceRange].Trim();
                if (piece.StartsWith(NumberPrefix, StringComparison.Ordinal))
                {
                    return piece.ToString();
                }
            }
        }

        return null;
    }

    private static bool IsDefinite(ServiceErrorKind kind) => kind is not (ServiceErrorKind.Other or ServiceErrorKind.Internal);

    private static ServiceErrorKind OfCode(string? code)
    {
        if (string.IsNullOrEmpty(code))
        {
            return ServiceErrorKind.Other;
        }

        if (Known.TryGetValue(code, out ServiceErrorKind kind))
        {
            return kind;
        }

        if (code.StartsWith("NoSuch", StringComparison.Ordinal))
        {
            return ServiceErrorKind.NotFound;
        }

        return code.EndsWith("AlreadyExists", StringComparison.Ordinal) || code.EndsWith("AlreadyExist", StringComparison.Ordinal)
            ? ServiceErrorKind.AlreadyExists
            : ServiceErrorKind.Other;
    }

    /// <summary>The part of a composite code (<c>ODPS-0420411: Invalid argument - </c>) before its first colon.</summary>
    private static string? Head(string? code)
    {
        int colon = code?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return colon < 0 ? code?.Trim() : code![..colon].Trim();
    }
}
