using System.Globalization;
using System.Text.RegularExpressions;

namespace Odps.Net.Emulator.Server;

/// <summary>The log of requests: one line each, without headers, which hold signatures, and without the tokens of log-view addresses.</summary>
internal static partial class RequestLog
{
    public static void Write(EmulatorRequest request) => Console.Error.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{request.Time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fff}Z {request.RequestId} {Token().Replace(request.ToString(), "$1***")}"));

    [GeneratedRegex("([?&]token=)[^& ]*")]
    private static partial Regex Token();
}
