namespace Odps.Net.Emulator.Tunnel;

/// <summary>In which layouts columns travel; the operations of the service differ in that.</summary>
internal enum ArrowForm
{
    /// <summary>Tables: TIMESTAMP and TIMESTAMP_NTZ are counts of nanoseconds.</summary>
    Table,

    /// <summary>Results of instances: TIMESTAMP and TIMESTAMP_NTZ columns are structs of seconds and nanoseconds; inside of nested values they are counts.</summary>
    Instance,

    /// <summary>Previews: TIMESTAMP and TIMESTAMP_NTZ are structs at every depth, and the legacy DECIMAL is a cell of limbs.</summary>
    Preview,
}
