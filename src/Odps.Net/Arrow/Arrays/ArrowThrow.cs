using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Odps.Net.Arrow;

/// <summary>The cold ends of Arrow's hot paths.</summary>
internal static class ArrowThrow
{
    [DoesNotReturn]
    public static void Offsets(ArrowType type, int slot, long start, long end, long available) => throw new OdpsDataException(
        string.Create(CultureInfo.InvariantCulture, $"The {type.TypeId} array is corrupt: slot {slot} claims {start} to {end} of {available}. Its offsets run backwards or past the end."));

    [DoesNotReturn]
    public static void DictionaryIndex(int slot, long index, int count) => throw new OdpsDataException(
        string.Create(CultureInfo.InvariantCulture, $"The dictionary array is corrupt: slot {slot} has index {index}; the dictionary has {count} entries."));

    [DoesNotReturn]
    public static void Index(int index, int length) => throw new ArgumentOutOfRangeException(
        nameof(index), index, string.Create(CultureInfo.InvariantCulture, $"The array has {length} slots."));

    [DoesNotReturn]
    public static void Range(int offset, int length, int available) => throw new ArgumentOutOfRangeException(
        nameof(offset), string.Create(CultureInfo.InvariantCulture, $"{length} slots from {offset} on are not within {available} slots."));
}
