namespace Odps.Net;

/// <summary>Reasons for which a statement that cannot run interactively is run as an ordinary job instead.</summary>
[Flags]
public enum InteractiveFallback
{
    /// <summary>Never: the failure is the caller's.</summary>
    None = 0,

    /// <summary>The statement uses what interactive queries cannot do (<c>ODPS-185</c>).</summary>
    UnsupportedFeature = 1,

    /// <summary>The interactive service is being upgraded or not open to the caller (<c>ODPS-184</c>, <c>ODPS-182</c>).</summary>
    Upgrading = 2,

    /// <summary>There are too few resources (<c>ODPS-183</c>).</summary>
    NoResource = 4,

    /// <summary>The query took longer than interactive queries may (<c>ODPS-186</c>).</summary>
    Timeout = 8,

    /// <summary>Another failure of the interactive service (<c>ODPS-180</c>).</summary>
    Generic = 16,

    /// <summary>The service ran the statement as an ordinary job by itself, or no session could be had.</summary>
    NotInteractive = 32,

    /// <summary>Those that say nothing against the statement itself and pass by running it as a job; the default.</summary>
    Default = UnsupportedFeature | Upgrading | NoResource | Timeout,

    /// <summary>Any other failure, also one of the statement itself, which will most often fail again.</summary>
    Other = 64,

    /// <summary>Every failure except a cancellation.</summary>
    Always = Default | Generic | NotInteractive | Other,
}
