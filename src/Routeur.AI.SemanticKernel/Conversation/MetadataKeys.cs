namespace Routeur.AI.SemanticKernel.Conversation;

/// <summary>The keys of a content's metadata. Those with a capital are the ones that SK's OpenAI connector uses.</summary>
internal static class MetadataKeys
{
    public const string Id = "Id";
    public const string CompletionId = "CompletionId";
    public const string CreatedAt = "CreatedAt";
    public const string FinishReason = "FinishReason";
    public const string Refusal = "Refusal";
    public const string Usage = "Usage";
    public const string ImageDetail = "ChatImageDetailLevel";

    /// <summary>The trace block of the round trip that brought the content.</summary>
    public const string Trace = "routeur";

    /// <summary>A JSON array of the blocks of all round trips, when there were several.</summary>
    public const string Traces = "routeur_traces";
}
