using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Budget;

/// <summary>
/// Guesses tokens from texts, where nobody counted them. Three UTF-8 bytes to the token is more tokens than English has and about what
/// Chinese has: a guard had better guess too many.
/// </summary>
internal static class TokenGuess
{
    /// <summary>What a completion of unknown length counts for when the call set no maximum.</summary>
    public const int LostCompletion = 1_000;

    private const int BytesPerToken = 3;
    private const int TokensPerAttachment = 1_000;

    public static long FromBytes(long bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;

    /// <summary>What a call sends: its messages, and the instructions and tools of its options.</summary>
    public static long Bytes(IEnumerable<ChatMessage> messages, ChatOptions? options) =>
        Bytes(messages) + Bytes(options?.Instructions) + (options?.Tools?.Sum(static tool => Bytes(tool)) ?? 0);

    private static long Bytes(AITool? tool) =>
        tool is null ? 0 : Bytes(tool.Name) + Bytes(tool.Description) + (tool is AIFunctionDeclaration function ? Bytes(function.JsonSchema) : 0);

    private static long Bytes(IEnumerable<ChatMessage> messages) => messages.Sum(static message => message is null ? 0 : Bytes(message.Contents));

    public static long Bytes(IEnumerable<AIContent> contents)
    {
        long bytes = 0;
        foreach (AIContent content in contents)
        {
            bytes += content switch
            {
                TextContent text => Bytes(text.Text),
                TextReasoningContent reasoning => Bytes(reasoning.Text),
                FunctionCallContent call => Bytes(call.Name) + (call.Arguments?.Sum(static argument => Bytes(argument.Key) + Bytes(argument.Value)) ?? 0),
                FunctionResultContent result => Bytes(result.Result),
                DataContent or UriContent or HostedFileContent => TokensPerAttachment * BytesPerToken,
                _ => 0,
            };
        }

        return bytes;
    }

    private static long Bytes(object? value) => value switch
    {
        null => 0,
        string text => Encoding.UTF8.GetByteCount(text),
        JsonElement { ValueKind: not JsonValueKind.Undefined } json => Encoding.UTF8.GetByteCount(json.GetRawText()),

        // A number or the like; anything larger comes as JSON from Microsoft.Extensions.AI.
        _ => BytesPerToken,
    };
}
