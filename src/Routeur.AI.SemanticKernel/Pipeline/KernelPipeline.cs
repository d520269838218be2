using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;

namespace Routeur.AI.SemanticKernel.Pipeline;

/// <summary>The chain of chat clients behind a kernel's chat service.</summary>
internal static class KernelPipeline
{
    /// <summary>Builds it on a connection that stays its owner's.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="loggerFactory">Where the steps log; null for nowhere.</param>
    public static IChatClient Build(RouteurClient client, ILoggerFactory? loggerFactory)
    {
        // Routing first, so that every round trip of a tool loop goes where the first one went. Telemetry and logging see each of them.
        ChatClientBuilder builder = new RouteurChatClient(client).AsBuilder()
            .UseRouteurRouting()
            .UseKernelFunctionInvocation(loggerFactory)
            .UseOpenTelemetry(loggerFactory);
        if (loggerFactory is not null)
        {
            builder.UseLogging(loggerFactory);
        }

        // Built without a container, like the pipelines of SK's connectors: functions take their services from the kernel.
        return builder.Use(static inner => new KernelChatClient(inner)).Build();
    }
}
