namespace Odps.Net.Tunnel.Wire;

/// <summary>The lowest three bits of a tag. Only together with the column's type does it tell how a value is coded.</summary>
internal enum WireType : byte
{
    Varint = 0,
    Fixed64 = 1,
    LengthDelimited = 2,
    Fixed32 = 5,
}
