namespace Odps.Net.Benchmarks.Http;

/// <summary>One way to make a transfer.</summary>
/// <param name="Operation">download or upload, and the form of the data where it is Arrow.</param>
/// <param name="Name">The rung; the first of a ladder is the bare client of the platform.</param>
/// <param name="Bytes">The bytes of the body.</param>
/// <param name="RunAsync">Makes the transfer once.</param>
internal sealed record HttpRung(string Operation, string Name, long Bytes, Func<Task> RunAsync);
