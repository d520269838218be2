namespace ChatService;

/// <summary>The body of <c>POST /chat</c>.</summary>
internal sealed record ChatPrompt(string? Prompt);
