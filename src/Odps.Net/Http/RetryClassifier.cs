using System.Net;
using System.Security.Authentication;

namespace Odps.Net.Http;

/// <summary>Decides which failures are worth another attempt. The rules are those that <see cref="RetryOptions"/> documents.</summary>
internal static class RetryClassifier
{
    /// <summary>Whether an error of the service may be followed by another attempt.</summary>
    public static bool MayRepeat(OdpsRequest request, OdpsServiceException error, RetryOptions options)
    {
        if (error is OdpsThrottledException || error.StatusCode == HttpStatusCode.TooManyRequests)
        {
            return error.Error.RetryAfter is { } delay ? delay <= options.MaxRetryAfter : options.RetryThrottled && request.MayRepeat;
        }

        if (ServiceErrorCodes.IsDamagedOnItsWay(error.Error))
        {
            return request.MayRepeat;
        }

        if (error.Error.RetryAfter > options.MaxRetryAfter
            || ServiceErrorCodes.KindOf(error.Error) is not (ServiceErrorKind.Other or ServiceErrorKind.Internal))
        {
            // Some faults of the caller arrive as a status of 500; they stay what they are.
            return false;
        }

        return error.StatusCode switch
        {
            HttpStatusCode.RequestTimeout or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => request.MayRepeat,
            // The service may have done half of a write before it failed, so only reads go on.
            HttpStatusCode.InternalServerError => request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.RepeatsInternalErrors,
            _ => false,
        };
    }

    /// <summary>Whether a transport failure came before the request could have been sent.</summary>
    public static bool IsBeforeSending(Exception failure) => failure is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.ProxyTunnelError or HttpRequestError.SecureConnectionError,
    };

    /// <summary>Whether a connection that was not made has a cause that stays: a certificate that is not trusted.</summary>
    public static bool IsLasting(Exception failure) =>
        failure is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: AuthenticationException };
}
