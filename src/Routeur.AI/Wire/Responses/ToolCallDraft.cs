using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>One tool call while its pieces arrive.</summary>
internal sealed class ToolCallDraft(long? index)
{
    private StringBuilder? _arguments;
    private string? _lastPiece;

    // Some gateways send the arguments so far in each chunk, instead of what is new.
    private bool _runningTotal = true;

    public long? Index { get; } = index;

    public string? Id { get; private set; }

    public string? Name { get; private set; }

    /// <summary>How many characters of arguments have come.</summary>
    public int Length => _arguments?.Length ?? 0;

    /// <summary>Nothing was said about it: some gateways end with an empty entry.</summary>
    public bool IsEmpty => Name is null && Id is null && string.IsNullOrWhiteSpace(Arguments);

    /// <summary>Whether the arguments so far are a whole JSON object.</summary>
    public bool IsComplete => _lastPiece is not null && _lastPiece.AsSpan().TrimEnd().EndsWith("}") && IsObject(Arguments);

    /// <summary>The arguments' JSON text so far, valid UTF-16.</summary>
    public string Arguments
    {
        get
        {
            if (_arguments is null)
            {
                return "";
            }

            string all = SurrogatePairs.Repair(_arguments.ToString());
            if (_lastPiece is null || _lastPiece.Length == _arguments.Length || IsObject(all))
            {
                return all;
            }

            // Either each piece repeated the one before it, or the last piece repeated the whole. The pieces joined are not JSON, so no doubt is left.
            bool repeatsAll = _arguments.Length == 2 * _lastPiece.Length && all.AsSpan(_lastPiece.Length).SequenceEqual(all.AsSpan(0, _lastPiece.Length));
            string last = SurrogatePairs.Repair(_lastPiece);
            return (repeatsAll && IsObject(last)) || (_runningTotal && last.StartsWith('{')) ? last : all;
        }
    }

    public void Add(ToolCallPiece piece)
    {
        Id ??= piece.Id;
        Name ??= piece.Name;
        if (string.IsNullOrEmpty(piece.Arguments))
        {
            return;
        }

        if (piece.ArgumentsAreWhole)
        {
            _arguments = new StringBuilder(piece.Arguments);
            _lastPiece = piece.Arguments;
            return;
        }

        _arguments ??= new StringBuilder();
        _runningTotal &= _lastPiece is null || piece.Arguments.StartsWith(_lastPiece, StringComparison.Ordinal);
        _arguments.Append(piece.Arguments);
        _lastPiece = piece.Arguments;
    }

    /// <summary>Makes the call. Arguments that are not a JSON object end up in <see cref="FunctionCallContent.Exception"/>, as with the reference implementation.</summary>
    public FunctionCallContent Build(string callId)
    {
        string arguments = Arguments;
        if (string.IsNullOrWhiteSpace(arguments))
        {
            // How several gateways call a tool that has no parameters.
            return new FunctionCallContent(callId, Name!, new Dictionary<string, object?>());
        }

        return FunctionCallContent.CreateFromParsedArguments(SurrogatePairs.RepairEscapes(arguments), callId, Name!, Parse);
    }

    private static IDictionary<string, object?>? Parse(string json)
    {
        Utf8JsonReader reader = KeptJson.Reader(Encoding.UTF8.GetBytes(json));
        object? arguments = JsonSerializer.Deserialize(ref reader, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>)));

        // Anything behind the object makes the reader throw.
        reader.Read();
        return (IDictionary<string, object?>?)arguments;
    }

    /// <summary>Whether the text is one JSON object and nothing else.</summary>
    public static bool IsObject(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
