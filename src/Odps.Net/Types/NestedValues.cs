using System.Collections;
using System.Globalization;
using System.Text;

namespace Odps.Net;

/// <summary>Equality, hashing and text of values that may be lists, maps, structs or bytes.</summary>
internal static class NestedValues
{
    public static IEqualityComparer<object> Comparer { get; } = new ByValue();

    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (OdpsStruct or OdpsMap or string, _) => left.Equals(right),
        (IEnumerable a, IEnumerable b) => AreEqual(a, b),
        _ => left.Equals(right),
    };

    public static int Hash(object? value)
    {
        if (value is null or OdpsStruct or OdpsMap or string or not IEnumerable)
        {
            return value?.GetHashCode() ?? 0;
        }

        var hash = new HashCode();
        foreach (object? element in (IEnumerable)value)
        {
            hash.Add(Hash(element));
        }

        return hash.ToHashCode();
    }

    public static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("NULL");
                break;
            case byte[] bytes:
                text.Append(Convert.ToHexStringLower(bytes));
                break;
            case OdpsStruct or OdpsMap or string:
                text.Append(value);
                break;
            case IEnumerable list:
                string separator = "";
                text.Append('[');
                foreach (object? element in list)
                {
                    Append(text.Append(separator), element);
                    separator = ", ";
                }

                text.Append(']');
                break;
            case DateOnly date:
                text.Append(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset time:
                text.Append(time.ToString("yyyy-MM-dd HH:mm:ss.FFFzzz", CultureInfo.InvariantCulture));
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
        }
    }

    private static bool AreEqual(IEnumerable left, IEnumerable right)
    {
        IEnumerator a = left.GetEnumerator();
        IEnumerator b = right.GetEnumerator();
        while (true)
        {
            bool more = a.MoveNext();
            if (more != b.MoveNext())
            {
                return false;
            }

            if (!more)
            {
                return true;
            }

            if (!AreEqual(a.Current, b.Current))
            {
                return false;
            }
        }
    }

    private sealed class ByValue : IEqualityComparer<object>
    {
        bool IEqualityComparer<object>.Equals(object? x, object? y) => AreEqual(x, y);

        int IEqualityComparer<object>.GetHashCode(object obj) => Hash(obj);
    }
}
