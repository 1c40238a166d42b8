namespace Odps.Net.Http;

/// <summary>What the service says of something that is not there, where that is an answer and no error.</summary>
internal static class Existence
{
    /// <summary>
    /// Whether what a call asks for is there. When the place that it would be in is missing, the question makes no sense: a missing project or schema stays an error.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="place">The code for a further place that has to be there, for example <c>NoSuchTable</c>.</param>
    public static async Task<bool> ExistsAsync(this Task call, string? place = null)
    {
        try
        {
            await call.ConfigureAwait(false);
            return true;
        }
        catch (OdpsNotFoundException error) when (!IsPlace(error, place))
        {
            return false;
        }
    }

    /// <summary>Awaits a deletion; where that is wanted, something that is not there is deleted already.</summary>
    public static async Task IfExistsAsync(this Task deletion, bool ifExists)
    {
        try
        {
            await deletion.ConfigureAwait(false);
        }
        catch (OdpsNotFoundException error) when (ifExists && error.ErrorCode != "NoSuchProject")
        {
            // That is what was wanted.
        }
    }

    private static bool IsPlace(OdpsNotFoundException error, string? place) => error.ErrorCode is "NoSuchProject" or "NoSuchSchema" || (place is not null && error.ErrorCode == place);
}
