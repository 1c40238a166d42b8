using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Odps.Net.Arrow;

/// <summary>
/// Record batches that another Arrow library produces, pulled through the C stream interface. Batches share the producer's memory and stay valid after the
/// stream was disposed. Not thread-safe.
/// </summary>
public sealed unsafe class ImportedArrowStream : IDisposable
{
    private readonly CArrowArrayStream* _stream;
    private int _disposed;

    internal ImportedArrowStream(CArrowArrayStream* source)
    {
        _stream = (CArrowArrayStream*)NativeMemory.Alloc((nuint)sizeof(CArrowArrayStream));
        *_stream = *source;
        source->ReleaseCallback = null;
        try
        {
            CArrowSchema schema = default;
            Check(_stream->GetSchema(_stream, &schema), "its schema");
            Schema = CArrowSchemaImporter.ImportSchema(&schema);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Releases a stream that was not disposed.</summary>
    ~ImportedArrowStream() => Close();

    /// <summary>The schema of all batches.</summary>
    public Schema Schema { get; }

    /// <summary>The next batch; <see langword="null"/> at the end. The caller disposes it. The call blocks for as long as the producer takes.</summary>
    /// <exception cref="OdpsDataException">The producer reports an error, or its batch does not fit the schema.</exception>
    public RecordBatch? ReadNextRecordBatch()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        CArrowArray array = default;
        Check(_stream->GetNext(_stream, &array), "the next record batch");
        return array.IsReleased ? null : CArrowArrayImporter.ImportRecordBatch(&array, Schema);
    }

    /// <summary>All batches that are left. Each is the caller's to dispose.</summary>
    /// <exception cref="OdpsDataException">The producer reports an error, or a batch does not fit the schema.</exception>
    public IEnumerable<RecordBatch> ReadAll()
    {
        while (ReadNextRecordBatch() is { } batch)
        {
            yield return batch;
        }
    }

    /// <summary>Releases the stream.</summary>
    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    private void Close()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            CArrowArrayStream.Release(_stream);
            NativeMemory.Free(_stream);
        }
    }

    private void Check(int error, string what)
    {
        if (error != 0)
        {
            byte* text = _stream->GetLastError(_stream);
            string reason = text is null ? "no reason was given" : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
            throw new OdpsDataException(string.Create(CultureInfo.InvariantCulture, $"The producer of the imported Arrow stream failed to give {what} (error {error}): {reason}"));
        }
    }
}
