namespace Routeur.AI.LocalGateway.Tool;

/// <summary>What the program shows when it serves: lines that can be pasted into a shell, for our client and for OpenAI's.</summary>
/// <remarks>
/// Not ROUTEUR_KEY: an app that reads it alone would send the local key, and its prompts, to the real service, since an endpoint comes from code or
/// configuration only.
/// </remarks>
internal static class StartupText
{
    public static string For(RouteurLocalGateway gateway) =>
        $"""
        The Routeur local gateway serves on {gateway.Endpoint} with the key {gateway.ApiKey}; Ctrl+C stops it.

        {Set("Routeur__ApiKey", gateway.ApiKey)}
        {Set("Routeur__Endpoint", gateway.Endpoint)}
        {Set("OPENAI_API_KEY", gateway.ApiKey)}
        {Set("OPENAI_BASE_URL", gateway.Endpoint)}

        The first two are read by apps with a configuration (AddRouteurChatClient). In code: new RouteurOptions with this Endpoint and ApiKey.

        """;

    private static string Set(string variable, object value) =>
        OperatingSystem.IsWindows() ? $"$env:{variable} = '{Quoted(value, "''")}'" : $"export {variable}='{Quoted(value, "'\\''")}'";

    // A key may hold the quote, which would end the text and let the shell run what follows.
    private static string Quoted(object value, string quote) => value.ToString()!.Replace("'", quote, StringComparison.Ordinal);
}
