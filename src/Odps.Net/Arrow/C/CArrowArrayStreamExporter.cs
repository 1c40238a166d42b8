using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Odps.Net.Arrow;

/// <summary>Exports record batches over the Arrow C stream interface: the consumer pulls them one after the other.</summary>
public static unsafe class CArrowArrayStreamExporter
{
    private const int InvalidArgument = 22;
    private const int InputOutput = 5;

    /// <summary>
    /// Exports batches. Each batch that the sequence gives belongs to the export, which disposes it as soon as the consumer has its share of it; the sequence is
    /// disposed when the consumer releases the stream, early or at its end.
    /// </summary>
    /// <param name="schema">The schema of all batches.</param>
    /// <param name="batches">The batches. They are made when the consumer asks for them, on its thread.</param>
    /// <param name="target">An empty structure, which is filled. The consumer releases it.</param>
    public static void ExportStream(Schema schema, IEnumerable<RecordBatch> batches, CArrowArrayStream* target)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(batches);
        if (target is null)
        {
            throw new ArgumentNullException(nameof(target));
        }

        *target = new CArrowArrayStream
        {
            GetSchema = &GetSchema,
            GetNext = &GetNext,
            GetLastError = &GetLastError,
            ReleaseCallback = &Release,
            PrivateData = (void*)GCHandle.ToIntPtr(GCHandle.Alloc(new Export(schema, batches.GetEnumerator()))),
        };
    }

    private static Export Of(CArrowArrayStream* stream) => (Export)GCHandle.FromIntPtr((nint)stream->PrivateData).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetSchema(CArrowArrayStream* stream, CArrowSchema* target)
    {
        Export export = Of(stream);
        try
        {
            CArrowSchemaExporter.ExportSchema(export.Schema, target);
            return export.Succeed();
        }
        catch (Exception cause)
        {
            *target = default;
            return export.Fail(cause);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetNext(CArrowArrayStream* stream, CArrowArray* target)
    {
        Export export = Of(stream);
        *target = default;
        try
        {
            if (export.Next() is RecordBatch batch)
            {
                using (batch)
                {
                    CArrowArrayExporter.ExportRecordBatch(batch, target);
                }
            }

            return export.Succeed();
        }
        catch (Exception cause)
        {
            // Nothing may be thrown into foreign code; it asks for the message.
            return export.Fail(cause);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte* GetLastError(CArrowArrayStream* stream) => Of(stream).LastError;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(CArrowArrayStream* stream)
    {
        if (stream->ReleaseCallback is null)
        {
            return;
        }

        GCHandle handle = GCHandle.FromIntPtr((nint)stream->PrivateData);
        var export = (Export)handle.Target!;
        handle.Free();
        stream->ReleaseCallback = null;
        export.Dispose();
    }

    private sealed class Export(Schema schema, IEnumerator<RecordBatch> batches) : IDisposable
    {
        private bool _ended;

        public Schema Schema { get; } = schema;

        public byte* LastError { get; private set; }

        public RecordBatch? Next()
        {
            if (_ended || !batches.MoveNext())
            {
                _ended = true;
                return null;
            }

            return batches.Current;
        }

        public int Succeed()
        {
            NativeMemory.Free(LastError);
            LastError = null;
            return 0;
        }

        public int Fail(Exception cause)
        {
            Succeed();
            byte[] text = Encoding.UTF8.GetBytes(cause.Message.Replace('\0', ' ') + '\0');
            LastError = (byte*)NativeMemory.Alloc((nuint)text.Length);
            text.CopyTo(new Span<byte>(LastError, text.Length));
            return cause is ArgumentException or OdpsDataException or NotSupportedException ? InvalidArgument : InputOutput;
        }

        public void Dispose()
        {
            Succeed();
            try
            {
                batches.Dispose();
            }
            catch (Exception)
            {
                // The interface has no way to report it: release returns nothing, and nothing may be thrown into foreign code.
            }
        }
    }
}
