using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.AI;

namespace Routeur.AI.SemanticKernel.Pipeline;

/// <summary>
/// Gives tools whose names the dialect forbids (it allows 1 to 64 letters, digits, dashes and underscores) other names on the wire, and
/// their own ones back in the answer. The same name always becomes the same one, so that providers' prompt caches work.
/// </summary>
internal sealed class ToolNameMap
{
    private const int MaxLength = 64;
    private const int HashLength = 8;

    private readonly Dictionary<string, string> _toWire = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _fromWire = new(StringComparer.Ordinal);

    private ToolNameMap()
    {
    }

    /// <summary>The map for a call, or null when every name may go out as it is.</summary>
    public static ToolNameMap? Create(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        if (!Names(messages, options).Any(static name => !IsAllowed(name)))
        {
            return null;
        }

        var map = new ToolNameMap();
        string[] names = [.. Names(messages, options).Distinct(StringComparer.Ordinal)];
        foreach (string name in names.Where(IsAllowed).Concat(names.Where(static name => !IsAllowed(name))))
        {
            map.Add(name);
        }

        return map;
    }

    /// <summary>Copies of the messages that hold a renamed call; the others as they are.</summary>
    public IEnumerable<ChatMessage> Apply(IEnumerable<ChatMessage> messages) => messages.Select(Apply);

    /// <summary>A copy of the options with renamed tools.</summary>
    public ChatOptions? Apply(ChatOptions? options)
    {
        if (options?.Tools is not { Count: > 0 } tools)
        {
            return options;
        }

        ChatOptions copy = options.Clone();
        copy.Tools = [.. tools.Select(tool => tool is AIFunctionDeclaration function && ToWire(function.Name) is { } name
            ? new WireFunction(function, name, function.JsonSchema)
            : tool)];
        if (options.ToolMode is RequiredChatToolMode { RequiredFunctionName: { } required } && ToWire(required) is { } wire)
        {
            copy.ToolMode = ChatToolMode.RequireSpecific(wire);
        }

        return copy;
    }

    /// <summary>Gives the calls in an answer the names of the tools that they are for.</summary>
    public void Restore(IList<AIContent> contents)
    {
        for (int i = 0; i < contents.Count; i++)
        {
            if (contents[i] is FunctionCallContent call && _fromWire.TryGetValue(call.Name, out string? name) && name != call.Name)
            {
                contents[i] = Rename(call, name);
            }
        }
    }

    private static IEnumerable<string> Names(IEnumerable<ChatMessage> messages, ChatOptions? options) =>
        (options?.Tools ?? []).OfType<AIFunctionDeclaration>().Select(tool => tool.Name)
            .Concat(messages.SelectMany(message => message?.Contents ?? []).OfType<FunctionCallContent>().Select(call => call.Name));

    private static bool IsAllowed(string name) =>
        name.Length is > 0 and <= MaxLength && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    private void Add(string name)
    {
        string wire = name;
        if (!IsAllowed(name))
        {
            wire = string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'));
            if (wire.Length is 0 or > MaxLength || _fromWire.ContainsKey(wire))
            {
                string hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashLength];
                wire = $"{wire[..Math.Min(wire.Length, MaxLength - HashLength - 1)]}_{hash}";
            }
        }

        _toWire[name] = wire;
        _fromWire[wire] = name;
    }

    private string? ToWire(string name) => _toWire.TryGetValue(name, out string? wire) && wire != name ? wire : null;

    private ChatMessage Apply(ChatMessage message)
    {
        if (message is null || !message.Contents.Any(content => content is FunctionCallContent call && ToWire(call.Name) is not null))
        {
            return message!;
        }

        ChatMessage copy = message.Clone();
        copy.Contents = [.. message.Contents.Select(content =>
            content is FunctionCallContent call && ToWire(call.Name) is { } name ? Rename(call, name) : content)];
        return copy;
    }

    private static FunctionCallContent Rename(FunctionCallContent call, string name) => new(call.CallId, name, call.Arguments)
    {
        Exception = call.Exception,
        RawRepresentation = call.RawRepresentation,
        AdditionalProperties = call.AdditionalProperties,
        Annotations = call.Annotations,
    };
}
