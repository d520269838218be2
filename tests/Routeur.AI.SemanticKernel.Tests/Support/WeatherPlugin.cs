using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.SemanticKernel;

namespace Routeur.AI.SemanticKernel.Tests.Support;

/// <summary>Two functions, and a record of what they were asked.</summary>
internal sealed class WeatherPlugin
{
    public const string Name = "Weather";

    private readonly ConcurrentQueue<string> _calls = new();

    public IReadOnlyList<string> Calls => [.. _calls];

    [KernelFunction("get_now"), Description("The weather in a city")]
    public string GetNow([Description("The city")] string city)
    {
        _calls.Enqueue($"now {city}");
        return $"18 degrees in {city}";
    }

    [KernelFunction("get_forecast"), Description("The weather of the next days")]
    public string GetForecast(string city, int days)
    {
        _calls.Enqueue($"forecast {city} {days}");
        return $"{days} days of sun in {city}";
    }

    [KernelFunction("fail")]
    public string Fail()
    {
        _calls.Enqueue("fail");
        throw new InvalidOperationException("The station is on fire.");
    }
}
