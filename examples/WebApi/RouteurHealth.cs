using Microsoft.Extensions.Diagnostics.HealthChecks;
using Routeur.AI;

namespace ChatService;

/// <summary>
/// Asks the service what <c>auto</c> is at present. That proves address, connection and key, and no model is called: it costs no tokens.
/// </summary>
internal sealed class RouteurHealth(RouteurClient routeur) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            RouteurModel model = await routeur.Models.GetAsync(RouteurOptions.AutoModel, cancellationToken);
            return HealthCheckResult.Healthy($"auto is {model.Provider}/{model.Id}");
        }
        catch (RouteurException e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Message);
        }
    }
}
