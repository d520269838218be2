using System.Collections.Frozen;
using Routeur.AI.LocalGateway.Policies.Detectors;

namespace Routeur.AI.LocalGateway.Policies.Dlp;

/// <summary>The presets' names. The service lists its own in the dashboard only; these are ours.</summary>
internal static class DlpPresets
{
    public static readonly FrozenDictionary<string, ITextDetector> All = new Dictionary<string, ITextDetector>
    {
        ["credit-card"] = BuiltInDetectors.Card,
        ["email"] = BuiltInDetectors.Email,
        ["iban"] = BuiltInDetectors.Iban,
        ["phone"] = BuiltInDetectors.Phone,
        ["us-ssn"] = BuiltInDetectors.UsSsn,
        ["ip-address"] = BuiltInDetectors.IpAddress,
        ["api-key"] = BuiltInDetectors.ApiKey,
        ["jwt"] = BuiltInDetectors.Jwt,
        ["private-key"] = BuiltInDetectors.PrivateKey,

        // The introduction promises it [/guides/introduction]; the DLP guide does not speak of it.
        ["prompt-injection"] = BuiltInDetectors.PromptInjection,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
