namespace Routeur.AI.LocalGateway.Wire;

/// <summary>The actions [/guides/dlp], [/guides/output-moderation] and the moderation categories [/guides/output-moderation].</summary>
internal static class PolicyNames
{
    public const string Log = "log";
    public const string Redact = "redact";
    public const string Warn = "warn";
    public const string Rewrite = "rewrite";
    public const string Block = "block";

    public const string PromptInjection = "prompt-injection";
    public const string PiiLeak = "pii-leak";
    public const string SecretLeak = "secret-leak";
    public const string UnsafeCode = "unsafe-code";

    // Seen are `medium` and `high`; the others are ours.
    public static readonly string[] Severities = ["low", "medium", "high", "critical"];
}
