using Microsoft.Extensions.AI;
using Routeur.AI.Soak.Traffic;

namespace Routeur.AI.Soak.Calls;

/// <summary>Calls that a second target answers because the first one fails.</summary>
internal static class FallbackCalls
{
    /// <summary>The gateway does not have the first one's provider.</summary>
    public static Task UnknownAsync(SoakCall call) => PlainAsync(call, Target.Nobody);

    /// <summary>The first one's provider fails.</summary>
    public static Task FailingAsync(SoakCall call) => PlainAsync(call, Target.DeepSeek);

    /// <summary>The same as a stream.</summary>
    public static async Task FailingStreamAsync(SoakCall call) =>
        Check(call, await call.Chat.GetStreamingResponseAsync(call.Prompt, Options(Target.DeepSeek)).ToChatResponseAsync(), Target.DeepSeek);

    private static async Task PlainAsync(SoakCall call, Target first) => Check(call, await call.Chat.GetResponseAsync(call.Prompt, Options(first)), first);

    private static ChatOptions Options(Target first) => first.Options().WithRouteurFallbacks(new RouteurTarget(Target.Gemini.Provider));

    private static void Check(SoakCall call, ChatResponse response, Target first)
    {
        ChatCalls.Check(ChatCalls.Echo(call, Target.Gemini), response, Target.Gemini);
        WrongAnswerException.ThrowUnlessEqual(
            first.Provider, string.Join(' ', response.GetRouteurTrace()!.FailedTargets.Select(failed => failed.Provider)), "who failed before");
    }
}
