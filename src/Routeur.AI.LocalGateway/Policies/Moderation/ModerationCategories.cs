using System.Collections.Frozen;
using Routeur.AI.LocalGateway.Policies.Detectors;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Policies.Moderation;

/// <summary>The managed categories [/guides/output-moderation]. The service's detectors are its own; these are plain patterns.</summary>
internal static class ModerationCategories
{
    public static readonly FrozenDictionary<string, ITextDetector> All = new Dictionary<string, ITextDetector>
    {
        [PolicyNames.PromptInjection] = BuiltInDetectors.PromptInjection,
        [PolicyNames.PiiLeak] =
            new AnyDetector(BuiltInDetectors.Card, BuiltInDetectors.Iban, BuiltInDetectors.Email, BuiltInDetectors.Phone, BuiltInDetectors.UsSsn),
        [PolicyNames.SecretLeak] = new AnyDetector(BuiltInDetectors.ApiKey, BuiltInDetectors.Jwt, BuiltInDetectors.PrivateKey),
        [PolicyNames.UnsafeCode] = BuiltInDetectors.UnsafeCode,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
