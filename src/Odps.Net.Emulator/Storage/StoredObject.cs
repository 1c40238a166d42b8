namespace Odps.Net.Emulator.Storage;

/// <summary>An object of the catalog without its content.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Document">What is known of it.</param>
/// <param name="ContentLength">The bytes of its content.</param>
internal sealed record StoredObject(string Name, string Document, long ContentLength);
