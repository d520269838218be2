using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;
using Routeur.AI.Soak.Gateway;
using Routeur.AI.Soak.Traffic;

namespace Routeur.AI.Soak.Calls;

/// <summary>Calls that say something and get text.</summary>
internal static class ChatCalls
{
    public static Task PlainAsync(SoakCall call) => PlainAsync(call, Target.Auto);

    public static async Task PlainAsync(SoakCall call, Target target)
    {
        ChatResponse response = await call.Chat.GetResponseAsync(call.Prompt, target.Options());
        Check(Echo(call, target), response, target);
    }

    public static Task StreamedAsync(SoakCall call) => StreamedAsync(call, Target.Auto);

    public static Task StreamedAsync(SoakCall call, Target target) => StreamAsync(call, target, Echo(call, target));

    /// <summary>A stream of several hundred events.</summary>
    public static Task LongStreamAsync(SoakCall call) => StreamAsync(call, Target.Auto, LongText(call.Number));

    /// <summary>What <see cref="LongStreamAsync"/> expects.</summary>
    public static string LongText(long number) =>
        string.Concat(Enumerable.Range(0, 300).Select(i => string.Create(CultureInfo.InvariantCulture, $"{number}.{i} ")));

    public static Task RedactedAsync(SoakCall call) => PromptAsync(
        call, $"{call.Prompt} {GatewayProgram.RedactedWord}", $"{Echo(call, Target.Auto)} [REDACTED]", redactions: 1);

    public static Task BlockedAsync(SoakCall call) => PromptAsync(call, $"{call.Prompt} {GatewayProgram.BlockedWord}", expected: null);

    public static async Task BlockedStreamAsync(SoakCall call)
    {
        await foreach (ChatResponseUpdate update in call.Chat.GetStreamingResponseAsync($"{call.Prompt} {GatewayProgram.BlockedWord}"))
        {
            throw new WrongAnswerException($"a blocked prompt was answered with \"{update.Text}\"");
        }
    }

    /// <summary>A client that lives for one call: connections, timers and state must go with it.</summary>
    public static async Task OwnClientAsync(SoakCall call)
    {
        using RouteurChatClient chat = call.Clients.CreateChat();
        ChatResponse response = await chat.GetResponseAsync(call.Prompt);
        Check(Echo(call, Target.Auto), response, Target.Auto);
    }

    private static async Task PromptAsync(SoakCall call, string prompt, string? expected, int redactions = 0)
    {
        ChatResponse response = await call.Chat.GetResponseAsync(prompt);
        Check(expected, response, Target.Auto, redactions);
    }

    private static async Task StreamAsync(SoakCall call, Target target, string expected)
    {
        var text = new StringBuilder();
        var updates = new List<ChatResponseUpdate>();
        try
        {
            await foreach (ChatResponseUpdate update in call.Chat.GetStreamingResponseAsync(call.Prompt, target.Options()))
            {
                text.Append(update.Text);
                updates.Add(update);
            }
        }
        catch (RouteurException)
        {
            WrongAnswerException.ThrowUnless(
                expected.StartsWith(text.ToString(), StringComparison.Ordinal), $"the beginning of a stream that broke is \"{text}\"");
            throw;
        }

        WrongAnswerException.ThrowUnlessEqual(expected, text.ToString(), "the stream's text");
        Check(expected, updates.ToChatResponse(), target);
    }

    /// <summary>Checks what a finished answer holds.</summary>
    public static void Check(string? expected, ChatResponse response, Target target, int redactions = 0)
    {
        WrongAnswerException.ThrowUnlessEqual(expected, response.Text, "the answer");
        RouteurTrace? trace = response.GetRouteurTrace();
        WrongAnswerException.ThrowUnlessEqual($"{target.Provider}/{target.Model}", $"{trace?.Provider}/{trace?.Model}", "the trace's target");
        WrongAnswerException.ThrowUnless((trace?.Redactions ?? 0) == redactions, $"the trace counts {trace?.Redactions} redactions");
        WrongAnswerException.ThrowUnless(response.Usage?.TotalTokenCount > 0, "the answer has no usage");
        WrongAnswerException.ThrowUnless(response.FinishReason == ChatFinishReason.Stop, $"the finish reason is {response.FinishReason}");
    }

    /// <summary>What the simulated model says to a call's prompt.</summary>
    public static string Echo(SoakCall call, Target target) => $"{target.Speaker} You said: {call.Prompt}";
}
