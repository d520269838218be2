using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.Soak.Traffic;

namespace Routeur.AI.Soak.Calls;

/// <summary>Calls that have tools called, and calls that get JSON.</summary>
internal static class ToolCalls
{
    private const string ToolName = "get_weather";

    private static readonly ChatResponseFormat ForecastFormat = ChatResponseFormat.ForJsonSchema<Forecast>();

    /// <summary>Two round trips: the model calls the tool, the result goes back, the answer holds it.</summary>
    public static async Task PlainAsync(SoakCall call, Target target)
    {
        ChatResponse response = await call.ToolChat.GetResponseAsync(call.Prompt, Options(call, target));
        Check(call, target, response.Text);
    }

    /// <inheritdoc cref="PlainAsync"/>
    public static async Task StreamedAsync(SoakCall call, Target target)
    {
        ChatResponse response = await call.ToolChat.GetStreamingResponseAsync(call.Prompt, Options(call, target)).ToChatResponseAsync();
        Check(call, target, response.Text);
    }

    public static async Task StructuredAsync(SoakCall call)
    {
        ChatOptions options = Target.Auto.Options();
        options.ResponseFormat = ForecastFormat;
        ChatResponse response = await call.Chat.GetResponseAsync(call.Prompt, options);
        using JsonDocument json = JsonDocument.Parse(response.Text);
        WrongAnswerException.ThrowUnless(
            json.RootElement.GetProperty("city").ValueKind == JsonValueKind.String && json.RootElement.GetProperty("degrees").TryGetInt32(out _),
            $"the structured answer is {response.Text}");
    }

    private static ChatOptions Options(SoakCall call, Target target)
    {
        ChatOptions options = target.Options();
        options.Tools = [AIFunctionFactory.Create((string city) => Weather(call), ToolName)];
        return options;
    }

    private static void Check(SoakCall call, Target target, string text) =>
        WrongAnswerException.ThrowUnlessEqual($"{target.Speaker} {ToolName} returned: \"{Weather(call)}\"", text, "the answer after the tool");

    private static string Weather(SoakCall call) => string.Create(CultureInfo.InvariantCulture, $"sun number {call.Number}");
}
