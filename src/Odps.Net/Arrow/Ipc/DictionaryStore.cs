using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Odps.Net.Arrow;

/// <summary>The dictionaries of a stream as far as it was read. It owns a share of each; batches own their own.</summary>
internal sealed class DictionaryStore(Dictionary<DictionaryType, long> ids) : IDisposable
{
    private readonly Dictionary<long, ArrayData> _dictionaries = [];

    public bool TryGet(DictionaryType type, [NotNullWhen(true)] out ArrayData? dictionary)
    {
        dictionary = null;
        return ids.TryGetValue(type, out long id) && _dictionaries.TryGetValue(id, out dictionary);
    }

    /// <summary>Takes a dictionary batch: a new dictionary, a replacement, or more entries.</summary>
    public void Read(FlatTable header, PooledMemory? body, int bodyLength, in BatchSource source)
    {
        long id = header.GetInt64(0);
        bool isDelta = header.GetBoolean(2);
        if (!header.TryGetTable(1, out FlatTable batch))
        {
            throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"the dictionary batch {id} has no data"));
        }

        ArrowType type = FindType(id);
        ImmutableArray<Field> fields = [new Field(string.Create(CultureInfo.InvariantCulture, $"dictionary {id}"), type)];
        ArrayData entries = RecordBatchDecoder.Decode(batch, body, bodyLength, fields, source, out _)[0];
        if (_dictionaries.TryGetValue(id, out ArrayData? before))
        {
            if (isDelta)
            {
                try
                {
                    _dictionaries[id] = ArrayConcatenation.Concat(before, entries, source.Pool);
                }
                catch (OverflowException cause)
                {
                    throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"the dictionary {id} grows beyond 2 GiB, or its offsets are corrupt"), cause);
                }
                finally
                {
                    entries.Release();
                }
            }
            else
            {
                _dictionaries[id] = entries;
            }

            before.Release();
        }
        else
        {
            _dictionaries.Add(id, entries);
        }
    }

    public void Dispose()
    {
        foreach (ArrayData dictionary in _dictionaries.Values)
        {
            dictionary.Release();
        }

        _dictionaries.Clear();
    }

    private ArrowType FindType(long id)
    {
        ArrowType? found = null;
        foreach ((DictionaryType type, long known) in ids)
        {
            if (known == id)
            {
                if (found is not null && found != type.ValueType)
                {
                    throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"fields of the types {found.Name} and {type.ValueType.Name} share the dictionary {id}"));
                }

                found ??= type.ValueType;
            }
        }

        return found ?? throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"no field of the schema uses the dictionary {id}"));
    }
}
