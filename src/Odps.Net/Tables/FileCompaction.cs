namespace Odps.Net;

/// <summary>How the files of a transactional table are compacted.</summary>
public enum FileCompaction
{
    /// <summary>The changes of late are merged into few files (<c>compact minor</c>).</summary>
    Minor,

    /// <summary>All changes are merged into the data, and what no one can read any more is dropped (<c>compact major</c>).</summary>
    Major,
}
