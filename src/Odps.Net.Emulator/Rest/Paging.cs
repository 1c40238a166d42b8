using System.Text;
using System.Xml;
using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator.Rest;

/// <summary>Lists in pages: items by key, a marker for the page after this one, and the envelope that all lists share.</summary>
internal static class Paging
{
    private const int DefaultPageSize = 1000;

    /// <summary>
    /// One page of a list. <c>marker</c> and <c>maxitems</c> of the request say which; <c>name</c> is a prefix of the key when the list has names.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="root">The name of the root element.</param>
    /// <param name="items">All items.</param>
    /// <param name="key">What orders the items and is unique.</param>
    /// <param name="write">Writes an item.</param>
    /// <param name="descending">Whether the order is turned round.</param>
    /// <param name="wrapper">An element around the items; lists have none but one.</param>
    public static ServiceResponse List<T>(
        ServiceRequest request, string root, IEnumerable<T> items, Func<T, string> key, Action<XmlWriter, T> write, bool descending = false, string? wrapper = null)
    {
        long size = request.Number("maxitems", DefaultPageSize);
        if (size <= 0)
        {
            throw new EmulatorException("InvalidArgument", $"The parameter 'maxitems' is to be above 0; it is {size}.");
        }

        int direction = descending ? -1 : 1;
        IEnumerable<T> rest = items.Order(Comparer<T>.Create((a, b) => direction * string.CompareOrdinal(key(a), key(b))));
        if (request.Find("marker") is { } marker)
        {
            string last = Decode(marker);
            rest = rest.Where(item => direction * string.CompareOrdinal(key(item), last) > 0);
        }

        T[] found = [.. rest.Take((int)Math.Min(size, int.MaxValue - 1) + 1)];
        T[] page = found.Length > size ? found[..(int)size] : found;
        return ServiceResponse.Xml(xml =>
        {
            xml.WriteStartElement(root);

            // The marker is there on the last page too: the Java SDK fails without the element.
            xml.Element("Marker", found.Length > page.Length ? Convert.ToBase64String(Encoding.UTF8.GetBytes(key(page[^1]))) : "");
            xml.Element("MaxItems", size);
            if (wrapper is not null)
            {
                xml.WriteStartElement(wrapper);
            }

            foreach (T item in page)
            {
                write(xml, item);
            }

            if (wrapper is not null)
            {
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        });
    }

    private static string Decode(string marker)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(marker));
        }
        catch (FormatException)
        {
            throw new EmulatorException("InvalidArgument", $"'{marker}' is not a marker that a list has given.");
        }
    }
}
