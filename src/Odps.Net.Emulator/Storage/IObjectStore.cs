namespace Odps.Net.Emulator.Storage;

/// <summary>
/// The objects of a project that are neither tables nor instances: resources, functions, volumes, roles and so on, each a small document and, where it has
/// one, a content. Thread-safe; each call is one transaction, and calls inside <see cref="Transact{T}"/> are one together.
/// </summary>
internal interface IObjectStore
{
    StoredObject? Find(ObjectKey key);

    /// <summary>The objects of a kind in the ordinal order of their names.</summary>
    IReadOnlyList<StoredObject> List(string project, string? schema, string kind);

    /// <summary>Stores an object; an earlier one of the same key is replaced, its content too when one is given.</summary>
    /// <param name="key">The key.</param>
    /// <param name="document">What is known of the object, in a form that its owner chooses.</param>
    /// <param name="content">The content; null leaves that of an earlier object as it is.</param>
    void Put(ObjectKey key, string document, byte[]? content = null);

    /// <summary>The content of an object; empty when it has none.</summary>
    byte[] ReadContent(ObjectKey key);

    /// <returns>Whether there was such an object.</returns>
    bool Delete(ObjectKey key);

    /// <summary>Deletes all objects of a project.</summary>
    void DeleteAll(string project);

    T Transact<T>(Func<T> work);
}
