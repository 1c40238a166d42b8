using System.Collections.Frozen;
using System.Text.Json;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>What the catalog service says of a model or one of its versions: an immutable snapshot. What an answer leaves out is <see langword="null"/> or empty.</summary>
public sealed record ModelInfo
{
    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>The schema.</summary>
    public required string SchemaName { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The version that this is about.</summary>
    public string? Version { get; init; }

    /// <summary>The version that is used when none is named.</summary>
    public string? DefaultVersion { get; init; }

    /// <summary>The kind, for example <c>LLM</c> or <c>BOOSTED_TREE_CLASSIFIER</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Where the model comes from, for example <c>IMPORT</c>, <c>INTERNAL_TRAIN</c> or <c>REMOTE</c>.</summary>
    public string? SourceType { get; init; }

    /// <summary>The description.</summary>
    public string? Description { get; init; }

    /// <summary>When the model was created.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When the model was last changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    /// <summary>When the version was created.</summary>
    public DateTimeOffset? VersionCreationTime { get; init; }

    /// <summary>When the version was last changed.</summary>
    public DateTimeOffset? VersionLastModifiedTime { get; init; }

    /// <summary>After how many days the model is deleted; <see langword="null"/> when never.</summary>
    public int? ExpirationDays { get; init; }

    /// <summary>After how many days the version is deleted; <see langword="null"/> when never.</summary>
    public int? VersionExpirationDays { get; init; }

    /// <summary>Where the files of the model lie.</summary>
    public string? Path { get; init; }

    /// <summary>The columns that the model learns from.</summary>
    public IReadOnlyList<ModelFeature> Features { get; init; } = [];

    /// <summary>What the model can be used for, as the service names it.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>Options, as the service names them: texts as they are, other values as JSON.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Parameters of its use, as the service names them: texts as they are, other values as JSON.</summary>
    public IReadOnlyDictionary<string, string> InferenceParameters { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>How the model was trained, as the service names it: texts as they are, other values as JSON.</summary>
    public IReadOnlyDictionary<string, string> TrainingInfo { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Labels: texts as they are, other values as JSON.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = FrozenDictionary<string, string>.Empty;

    internal static ModelInfo Read(JsonElement json, string project, string schema, string? name) => new()
    {
        Project = project,
        SchemaName = schema,
        Name = json.Text("modelName") ?? name ?? "",
        Version = json.Text("versionName"),
        DefaultVersion = json.Text("defaultVersion"),
        Type = json.Text("modelType")?.ToUpperInvariant(),
        SourceType = json.Text("sourceType")?.ToUpperInvariant(),
        Description = json.Text("description"),
        CreationTime = TagDocument.Time(json, "createTime"),
        LastModifiedTime = TagDocument.Time(json, "updateTime"),
        VersionCreationTime = TagDocument.Time(json, "versionCreateTime"),
        VersionLastModifiedTime = TagDocument.Time(json, "versionUpdateTime"),
        ExpirationDays = Days(json, "expirationDays"),
        VersionExpirationDays = Days(json, "versionExpirationDays"),
        Path = json.Text("path"),
        Features = json.Object("featureColumns", ModelFeature.ReadAll) ?? [],
        Tasks = json.TextList("tasks"),
        Options = json.TextMap("options"),
        InferenceParameters = json.TextMap("inferenceParameters"),
        TrainingInfo = json.TextMap("trainingInfo"),
        Labels = json.TextMap("labels"),
    };

    private static int? Days(JsonElement json, string key) => json.Number(key) is > 0 and <= int.MaxValue and long days ? (int)days : null;
}
