namespace Odps.Net.Arrow;

/// <summary>What the writers of streams, of files and of bare batches share: messages in order, and whether there may be more.</summary>
internal sealed class IpcSink : IDisposable
{
    private readonly RecordBatchEncoder _encoder;
    private readonly MessageWriter _writer;
    private readonly DictionaryTracker _dictionaries = new();
    private readonly List<(long Id, ArrayData Values, bool IsReplacement)> _missing = [];
    private readonly IpcForm _form;
    private bool _begun;
    private bool _busy;
    private bool _completed;

    public IpcSink(Stream stream, Schema schema, ArrowWriteOptions options, IpcForm form)
    {
        Schema = schema;
        _form = form;
        _encoder = new RecordBatchEncoder(options);
        _writer = new MessageWriter(stream);
    }

    public Schema Schema { get; }

    public long RowsWritten { get; private set; }

    public long Position => _writer.Position;

    /// <summary>The dictionary batches of a file.</summary>
    public List<FileBlock> DictionaryBlocks { get; } = [];

    /// <summary>The record batches of a file.</summary>
    public List<FileBlock> RecordBatchBlocks { get; } = [];

    public MessageWriter Writer => _writer;

    public async ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        CheckFields(batch.Schema);
        Enter();
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        _missing.Clear();
        _dictionaries.Collect(batch.Data, Schema.Fields, _missing);
        foreach ((long id, ArrayData values, bool isReplacement) in _missing)
        {
            if (isReplacement && _form == IpcForm.File)
            {
                throw new InvalidOperationException("The batch has another dictionary than the batches before it. An Arrow file has one dictionary for each field; write a stream instead.");
            }

            if (_form == IpcForm.BareBatches)
            {
                throw new NotSupportedException("Dictionary arrays cannot be sent through the tunnel, which takes record batches only.");
            }

            _encoder.EncodeDictionary(id, values);
            await WriteMessageAsync(DictionaryBlocks, cancellationToken).ConfigureAwait(false);
            _dictionaries.Sent(id, values);
        }

        _encoder.EncodeBatch(batch.Data, batch.Length);
        await WriteMessageAsync(RecordBatchBlocks, cancellationToken).ConfigureAwait(false);
        RowsWritten += batch.Length;
        _busy = false;
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        Enter();
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        if (_form != IpcForm.BareBatches)
        {
            await _writer.WriteEndAsync(cancellationToken).ConfigureAwait(false);
        }

        _completed = true;
        _busy = false;
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _writer.Dispose();
    }

    private async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        if (_begun)
        {
            return;
        }

        _begun = true;
        if (_form == IpcForm.BareBatches)
        {
            return;
        }

        if (_form == IpcForm.File)
        {
            await _writer.WriteBytesAsync(FileFooter.LeadingMagic, cancellationToken).ConfigureAwait(false);
            await _writer.WriteGatheredAsync(cancellationToken).ConfigureAwait(false);
        }

        _encoder.EncodeSchema(Schema);
        await _writer.WriteAsync(_encoder, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask WriteMessageAsync(List<FileBlock> blocks, CancellationToken cancellationToken)
    {
        long start = _writer.Position;
        int metadataLength = await _writer.WriteAsync(_encoder, cancellationToken).ConfigureAwait(false);
        if (_form == IpcForm.File)
        {
            blocks.Add(new FileBlock(start, metadataLength, _encoder.BodyLength));
        }
    }

    private void Enter()
    {
        if (_completed)
        {
            throw new InvalidOperationException("The Arrow data was completed; nothing can follow.");
        }

        if (_busy)
        {
            // Also after a write that failed half-way: what came of it is not known.
            throw new InvalidOperationException("An earlier write to this Arrow writer has not ended, or has failed.");
        }

        _busy = true;
    }

    private void CheckFields(Schema schema)
    {
        if (ReferenceEquals(schema, Schema))
        {
            return;
        }

        if (schema.Fields.Length != Schema.Fields.Length)
        {
            throw new ArgumentException($"The batch has {schema.Fields.Length} columns; the writer's schema has {Schema.Fields.Length}.", nameof(schema));
        }

        for (int i = 0; i < schema.Fields.Length; i++)
        {
            Field mine = Schema.Fields[i];
            Field theirs = schema.Fields[i];
            if (mine.Name != theirs.Name || mine.DataType != theirs.DataType)
            {
                throw new ArgumentException($"Column {i} of the batch is '{theirs}'; the writer's schema has '{mine}'.", nameof(schema));
            }
        }
    }
}
