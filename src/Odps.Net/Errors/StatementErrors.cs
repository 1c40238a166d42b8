namespace Odps.Net;

/// <summary>
/// Tables are made and changed by statements, so a missing table is the failure of an instance. Who creates or drops a table rather wants the exception
/// that any other missing object gives; the failure itself stays within it.
/// </summary>
internal static class StatementErrors
{
    /// <summary>The exception for a statement of the SDK's own that failed.</summary>
    /// <param name="failure">The failure of its instance.</param>
    /// <param name="operation">What was being done, to follow "Could not".</param>
    public static OdpsServiceException Typed(OdpsInstanceFailedException failure, string operation)
    {
        string message = $"Could not {operation}: {failure.Message}";
        return KindOf(failure.Error) switch
        {
            ServiceErrorKind.NotFound => new OdpsNotFoundException(message, failure.Error, failure),
            ServiceErrorKind.AlreadyExists => new OdpsAlreadyExistsException(message, failure.Error, failure),
            ServiceErrorKind.Permission => new OdpsPermissionException(message, failure.Error, failure),
            _ => failure,
        };
    }

    private static ServiceErrorKind KindOf(ServiceError error)
    {
        ServiceErrorKind kind = ServiceErrorCodes.KindOf(error);
        if (kind is ServiceErrorKind.NotFound or ServiceErrorKind.AlreadyExists or ServiceErrorKind.Permission)
        {
            return kind;
        }

        // What the catalog itself refused has one number for all causes (ODPS-0110061) and the cause in its text.
        string text = error.Message ?? "";
        return Has(text, "AlreadyExistsException") || Has(text, "ODPS-0130211") ? ServiceErrorKind.AlreadyExists
            : Has(text, "NoSuchObjectException") || Has(text, "NoSuchPartition") || Has(text, "artition not found") || Has(text, "artition does not exist") ? ServiceErrorKind.NotFound
            : ServiceErrorKind.Other;
    }

    private static bool Has(string text, string what) => text.Contains(what, StringComparison.Ordinal);
}
