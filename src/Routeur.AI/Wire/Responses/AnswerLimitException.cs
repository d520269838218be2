using System.Text.Json;

namespace Routeur.AI.Wire;

/// <summary>The answer holds more of something than any answer does. The message, a sentence, names the limit.</summary>
internal sealed class AnswerLimitException(string message) : JsonException(message);
