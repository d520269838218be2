namespace Routeur.AI.LocalGateway.Wire;

/// <summary>
/// The Model object [/api-reference/models/object], and OpenAI's three fields: the endpoint's page calls its contract identical to theirs
/// [/api-reference/models/retrieve].
/// </summary>
internal static class ModelFields
{
    public const string Id = "id";
    public const string Provider = "provider";
    public const string Aliases = "aliases";
    public const string ContextWindow = "context_window";
    public const string Pricing = "pricing";
    public const string Prompt = "prompt";
    public const string Completion = "completion";
    public const string Configured = "configured";

    public const string Object = "object";
    public const string Model = "model";
    public const string Created = "created";
    public const string OwnedBy = "owned_by";
}
