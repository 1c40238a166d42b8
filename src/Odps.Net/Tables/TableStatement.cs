namespace Odps.Net;

/// <summary>A statement about a table.</summary>
/// <param name="Sql">Its text.</param>
/// <param name="TaskName">The name of its task, which tells what it does in lists of instances.</param>
/// <param name="Operation">What is being done, to follow "Could not".</param>
/// <param name="UsesStorageTiers">Whether it needs the hint that admits storage tiers.</param>
internal sealed record TableStatement(string Sql, string TaskName, string Operation, bool UsesStorageTiers = false);
