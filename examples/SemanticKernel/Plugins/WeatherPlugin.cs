using System.ComponentModel;
using Microsoft.SemanticKernel;

namespace TravelDesk;

/// <summary>The weather, as the model may ask for it.</summary>
internal sealed class WeatherPlugin
{
    [KernelFunction("get_forecast"), Description("Tomorrow's weather in a city.")]
    public static string GetForecast([Description("The city, for example Lyon.")] string city) => $"{city}: 18 degrees, rain in the afternoon";
}
