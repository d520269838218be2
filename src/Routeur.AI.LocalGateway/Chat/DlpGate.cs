using System.Text.Json;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Policies;
using Routeur.AI.LocalGateway.Policies.Dlp;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary>
/// What stands between the caller's prompt and an upstream [/guides/dlp]. A dry run passes it too: what would be blocked is blocked, and what
/// would be redacted is counted.
/// </summary>
internal sealed class DlpGate(DlpPolicy policy)
{
    /// <summary>Makes the body that goes upstream of the caller's.</summary>
    /// <exception cref="GatewayException">A rule blocks it.</exception>
    public ReadOnlyMemory<byte> Pass(GatewayCall call, JsonElement body, string model)
    {
        PolicyCheck check = policy.Begin();
        ReadOnlyMemory<byte> written = UpstreamBody.Write(body, model, policy.IsActive ? check.Apply : null);
        call.Trace!.Matches.AddRange(check.Matches);
        if (check.BlockedBy is { } rule)
        {
            throw GatewayException.BlockedByDlp(rule.Name);
        }

        call.Trace.Redactions = check.Replacements;
        return written;
    }
}
