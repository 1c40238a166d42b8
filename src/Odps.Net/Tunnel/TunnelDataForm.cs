namespace Odps.Net.Tunnel;

/// <summary>The form in which data travels.</summary>
internal enum TunnelDataForm
{
    /// <summary>Record streams, row by row.</summary>
    Records,

    /// <summary>Arrow record batches in chunk framing.</summary>
    Arrow,

    /// <summary>The bytes of a file of a volume.</summary>
    File,
}
