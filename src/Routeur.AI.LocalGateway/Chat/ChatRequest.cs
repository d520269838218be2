using System.Text.Json;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary>
/// A chat request that was found well-formed. The body stays as it came: fields that nobody here knows are the upstream's business.
/// </summary>
internal sealed record ChatRequest(JsonElement Body, string Model, bool Stream, bool IncludeUsage);
