using System.Text;

namespace Odps.Net.Emulator;

/// <summary>A request that the emulator received. Immutable.</summary>
public sealed record EmulatorRequest
{
    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The target as it stood in the request line, percent-encoded, with the query.</summary>
    public required string Target { get; init; }

    /// <summary>The decoded path with the prefix <c>/api</c> (or without it when the request went to the tunnel).</summary>
    public required string Path { get; init; }

    /// <summary>The decoded query; a parameter without a value has the value <c>""</c>.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>The headers; names in any letter case, repeated ones joined with <c>,</c>.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The id that the emulator gave the request (<c>x-odps-request-id</c>).</summary>
    public required string RequestId { get; init; }

    /// <summary>When the request came, by the emulator's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>
    /// The body, up to <see cref="OdpsEmulatorOptions.JournalBodyBytes"/>; empty when the emulator does not remember bodies, did not read it, or there was none.
    /// </summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body as UTF-8 text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The status of the answer; <see langword="null"/> while there is none.</summary>
    public int? Status { get; init; }

    /// <summary>The error code of the answer; <see langword="null"/> when it is not an error.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Method, target and status, for messages of tests.</summary>
    public override string ToString() => $"{Method} {Target} -> {Status}{(ErrorCode is null ? "" : " " + ErrorCode)}";
}
