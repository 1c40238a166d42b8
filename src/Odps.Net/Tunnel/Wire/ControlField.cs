namespace Odps.Net.Tunnel.Wire;

/// <summary>The field numbers that are not columns, and their tags.</summary>
internal static class ControlField
{
    public const uint EndOfRecord = (1 << 25) - 1024;
    public const uint EndOfSchema = (1 << 25) - 512;
    public const uint EndOfMetrics = (1 << 25) - 256;
    public const uint RecordCount = (1 << 25) - 2;
    public const uint StreamChecksum = (1 << 25) - 1;

    /// <summary>The end-of-record tag as its four bytes read in little-endian order.</summary>
    public const uint EndOfRecordBytes = 0x7FFF_C080;

    /// <summary>The length of each control tag.</summary>
    public const int TagLength = 4;

    /// <summary>The tag of a text beside the records: the schema before them or the metrics behind them.</summary>
    public const byte TextTag = 0x0A;

    public static uint Tag(uint number) => number << 3;

    public static string Name(uint number) => number switch
    {
        EndOfRecord => "the end of the record",
        EndOfSchema => "the end of the schema",
        EndOfMetrics => "the end of the metrics",
        RecordCount => "the record count",
        StreamChecksum => "the stream checksum",
        _ => $"field {number}",
    };
}
