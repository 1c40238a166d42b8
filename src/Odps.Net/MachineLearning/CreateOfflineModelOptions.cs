namespace Odps.Net;

/// <summary>What an offline model is made from.</summary>
public sealed record CreateOfflineModelOptions
{
    /// <summary>Where the files of the model lie, for example <c>oss://bucket/folder/</c>. Default: none.</summary>
    public string? ModelPath { get; init; }

    /// <summary>The role in whose name the files are read (<c>Rolearn</c>). Default: none.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The kind of the model. Default: the service's.</summary>
    public string? Type { get; init; }

    /// <summary>The version. Default: none.</summary>
    public string? Version { get; init; }

    /// <summary>What runs the model. Default: the service's.</summary>
    public string? Processor { get; init; }

    /// <summary>The configuration of the processor, in the form that it wants. Default: none.</summary>
    public string? Configuration { get; init; }
}
