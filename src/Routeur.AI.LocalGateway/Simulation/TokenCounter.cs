using System.Text.Json;

namespace Routeur.AI.LocalGateway.Simulation;

/// <summary>Counts tokens by a rule that anyone can check in the head: four characters are a token, anything else in a message is 100.</summary>
internal static class TokenCounter
{
    public const int CharactersPerToken = 4;
    private const int TokensPerOtherPart = 100;

    public static int Count(int characters) => (characters + CharactersPerToken - 1) / CharactersPerToken;

    public static int CountPrompt(JsonElement messages)
    {
        int tokens = 0;
        foreach (JsonElement message in messages.EnumerateArray())
        {
            tokens += Count(MessageContent.Text(message).Length) + (TokensPerOtherPart * MessageContent.OtherParts(message).Count());
        }

        return tokens;
    }
}
