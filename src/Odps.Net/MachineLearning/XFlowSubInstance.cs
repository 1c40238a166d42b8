namespace Odps.Net;

/// <summary>An instance that the run of an XFlow has started.</summary>
/// <param name="Name">The name of the node that it is for.</param>
/// <param name="Instance">A handle to the instance.</param>
public sealed record XFlowSubInstance(string Name, Instance Instance);
