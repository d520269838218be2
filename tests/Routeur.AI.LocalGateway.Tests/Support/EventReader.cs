namespace Routeur.AI.LocalGateway.Tests.Support;

/// <summary>Reads a stream event by event, as it comes.</summary>
internal sealed class EventReader(StreamReader reader) : IDisposable
{
    public static async Task<EventReader> OpenAsync(HttpResponseMessage response) =>
        new(new StreamReader(await response.Content.ReadAsStreamAsync(TestCaller.Cancel)));

    /// <summary>The next event's data, or null at the end of the stream.</summary>
    public async Task<string?> ReadAsync()
    {
        string? line = await reader.ReadLineAsync(TestCaller.Cancel);
        if (line is null)
        {
            return null;
        }

        Assert.StartsWith("data: ", line);
        Assert.Equal("", await reader.ReadLineAsync(TestCaller.Cancel));
        return line["data: ".Length..];
    }

    public void Dispose() => reader.Dispose();
}
