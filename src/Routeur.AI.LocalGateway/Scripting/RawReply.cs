namespace Routeur.AI.LocalGateway.Scripting;

/// <summary>An answer to send verbatim.</summary>
internal sealed record RawReply(int Status, string? ContentType, ReadOnlyMemory<byte> Body);
