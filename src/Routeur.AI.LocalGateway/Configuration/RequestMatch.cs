namespace Routeur.AI.LocalGateway.Configuration;

/// <summary>Which requests a scripted reply of a configuration file is for: those for which everything holds that it names.</summary>
internal sealed record RequestMatch(string? Provider, string? Model, string? RequestedModel, string? Contains)
{
    public static RequestMatch Read(ConfigObject members) => new(
        members.Find("provider")?.Text(),
        members.Find("model")?.Text(),
        members.Find("requested_model")?.Text(),
        members.Find("contains")?.Text());

    public bool Fits(RecordedRequest request) =>
        (Provider is null || request.Route?.Provider == Provider)
        && (Model is null || request.Route?.Model == Model)
        && (RequestedModel is null || request.Route?.RequestedModel == RequestedModel)
        && (Contains is null || request.Body.Contains(Contains, StringComparison.OrdinalIgnoreCase));
}
