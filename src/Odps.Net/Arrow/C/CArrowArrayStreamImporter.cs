namespace Odps.Net.Arrow;

/// <summary>Imports record batches over the Arrow C stream interface.</summary>
public static unsafe class CArrowArrayStreamImporter
{
    /// <summary>Imports a stream. Its content is moved into the result, which releases it; the structure itself stays the caller's to free.</summary>
    /// <param name="source">The structure.</param>
    /// <returns>The stream; dispose it, early or at its end.</returns>
    /// <exception cref="OdpsDataException">The schema cannot be had, or is not supported; the stream was released.</exception>
    public static ImportedArrowStream ImportStream(CArrowArrayStream* source)
    {
        if (source is null)
        {
            throw new ArgumentNullException(nameof(source));
        }

        return source->IsReleased
            ? throw new ArgumentException("The ArrowArrayStream structure was released; there is nothing to import.", nameof(source))
            : new ImportedArrowStream(source);
    }
}
