namespace Routeur.AI.LocalGateway.Wire;

/// <summary>The payload archive's four layers, and its URL's signature [/guides/traces].</summary>
internal static class PayloadFields
{
    public const string CallerRequest = "caller_request";
    public const string UpstreamRequest = "upstream_request";
    public const string UpstreamResponse = "upstream_response";
    public const string CallerResponse = "caller_response";

    public const string Signature = "sig";
}
