using Microsoft.Extensions.AI;
using Routeur.AI.Soak.Traffic;

namespace Routeur.AI.Soak.Calls;

/// <summary>Calls of everything that is not chat, and dry runs.</summary>
internal static class ManagementCalls
{
    public static async Task DryRunAsync(SoakCall call)
    {
        RouteResolution route = await call.Client.ResolveRouteAsync(
            [new ChatMessage(ChatRole.User, call.Prompt)], Target.DeepSeek.Options());
        WrongAnswerException.ThrowUnlessEqual(
            $"{Target.DeepSeek.Provider}/{Target.DeepSeek.Model}", $"{route.Provider}/{route.Model}", "the dry run's target");
    }

    public static async Task ModelsAsync(SoakCall call)
    {
        IReadOnlyList<RouteurModel> models = await call.Client.Models.ListAsync();
        RouteurModel model = await call.Client.Models.GetAsync(RouteurOptions.AutoModel);
        WrongAnswerException.ThrowUnless(models.Any(other => other.Id == model.Id), $"{model.Id} is not in the list of models");
    }

    public static async Task UnknownModelAsync(SoakCall call)
    {
        RouteurModel model = await call.Client.Models.GetAsync("nothing");
        throw new WrongAnswerException($"an unknown model is {model.Id}");
    }

    /// <summary>A call, and its trace afterwards.</summary>
    public static async Task TraceAsync(SoakCall call)
    {
        ChatResponse response = await call.Chat.GetResponseAsync(call.Prompt);
        RouteurTrace inline = response.GetRouteurTrace() ?? throw new WrongAnswerException("the answer has no trace");
        RouteurTrace later = await call.Client.Traces.GetAsync(inline.RequestId!);
        WrongAnswerException.ThrowUnlessEqual(inline.RequestId, later.RequestId, "the trace's request id");
    }
}
