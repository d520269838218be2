using System.Text;

namespace Routeur.AI.ContractTests.Support;

/// <summary>A plain HTTP client: what it sees is the service, not our connector.</summary>
public sealed class WireCaller(Uri endpoint, string apiKey) : IDisposable
{
    public const string Hello = """{"model":"auto","messages":[{"role":"user","content":"Say hello."}]}""";

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(2) };

    public Uri Endpoint { get; } = endpoint;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static (string, string) Traced => ("Routeur-Trace", "true");

    public static string Say(string text, string model = "auto") =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":"{{text}}"}]}""";

    public Task<Reply> ChatAsync(string body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "chat/completions", body, "Bearer " + apiKey, headers);

    /// <summary>The same with other credentials, or, null, with none.</summary>
    public Task<Reply> ChatAsAsync(string? authorization) =>
        SendAsync(HttpMethod.Post, "chat/completions", Hello, authorization);

    public Task<Reply> CallAsync(HttpMethod method, string path, string? body = null) => SendAsync(method, path, body, "Bearer " + apiKey);

    public void Dispose() => _http.Dispose();

    private async Task<Reply> SendAsync(
        HttpMethod method, string path, string? body, string? authorization, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, $"{Endpoint.AbsoluteUri.TrimEnd('/')}/{path}");
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using HttpResponseMessage response = await _http.SendAsync(request, Cancel);
        return new Reply(
            response.StatusCode,
            await response.Content.ReadAsStringAsync(Cancel),
            response.Headers.Concat(response.Content.Headers).ToDictionary(
                h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }
}
