using System.Collections.Immutable;

namespace Odps.Net.Arrow;

/// <summary>Which dictionaries of a batch the stream does not have yet. Ids are counted depth first, as <see cref="SchemaEncoder"/> writes them.</summary>
internal sealed class DictionaryTracker
{
    private readonly Dictionary<long, ArrayData> _sent = [];

    /// <summary>Adds what must be written before the batch, inner dictionaries first.</summary>
    public void Collect(ReadOnlySpan<ArrayData> columns, ImmutableArray<Field> fields, List<(long Id, ArrayData Values, bool IsReplacement)> missing)
    {
        long next = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            Collect(columns[i], fields[i].DataType, ref next, missing);
        }
    }

    /// <summary>Notes that a dictionary was written. Only its identity is kept, not its memory.</summary>
    public void Sent(long id, ArrayData values) => _sent[id] = values;

    private void Collect(ArrayData data, ArrowType type, ref long next, List<(long Id, ArrayData Values, bool IsReplacement)> missing)
    {
        if (type is DictionaryType dictionary)
        {
            long id = next++;
            ArrayData values = data.Dictionary!;
            CollectChildren(values, dictionary.ValueType, ref next, missing);
            bool known = _sent.TryGetValue(id, out ArrayData? before);
            if (!known || !ReferenceEquals(before, values))
            {
                missing.Add((id, values, known));
            }
        }
        else
        {
            CollectChildren(data, type, ref next, missing);
        }
    }

    private void CollectChildren(ArrayData data, ArrowType type, ref long next, List<(long Id, ArrayData Values, bool IsReplacement)> missing)
    {
        ImmutableArray<Field> fields = ArrayLayouts.Children(type);
        for (int i = 0; i < fields.Length; i++)
        {
            Collect(data.Children[i], fields[i].DataType, ref next, missing);
        }
    }
}
