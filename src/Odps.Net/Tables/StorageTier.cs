namespace Odps.Net;

/// <summary>How data is stored: the rarer it is read, the cheaper. An open set: a value of a newer service is kept as it is. Letter case does not matter.</summary>
public readonly record struct StorageTier
{
    /// <summary>Creates a value.</summary>
    /// <param name="value">The text of the service, in any letter case.</param>
    public StorageTier(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Value = value.ToLowerInvariant();
    }

    /// <summary>The text of the service, in lower case.</summary>
    public string Value { get; }

    /// <summary>Standard storage (<c>standard</c>).</summary>
    public static StorageTier Standard { get; } = new("standard");

    /// <summary>Infrequent access (<c>lowfrequency</c>).</summary>
    public static StorageTier LowFrequency { get; } = new("lowfrequency");

    /// <summary>Long-term storage (<c>longterm</c>).</summary>
    public static StorageTier LongTerm { get; } = new("longterm");

    /// <summary>The text of the service, in lower case.</summary>
    public override string ToString() => Value ?? "";
}
