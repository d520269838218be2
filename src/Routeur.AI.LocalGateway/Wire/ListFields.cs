namespace Routeur.AI.LocalGateway.Wire;

/// <summary>OpenAI's list envelope: the service documents no list.</summary>
internal static class ListFields
{
    public const string Object = "object";
    public const string List = "list";
    public const string Data = "data";
}
