using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Routeur.AI.SemanticKernel.Tests.Support;

namespace Routeur.AI.SemanticKernel.Tests.Functions;

/// <summary>Tools whose names the dialect forbids: from SK they can be too long, from MEAI (MCP servers, say) they can be anything.</summary>
public sealed partial class ToolNameTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Names_from_elsewhere_are_changed_on_the_wire_only(bool stream)
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync();
        var called = new List<string>();
        var options = new ChatOptions
        {
            Tools =
            [
                AIFunctionFactory.Create((string place) => Call("weather.get now", place), "weather.get now"),
                AIFunctionFactory.Create((string place) => Call("weather/get now", place), "weather/get now"),
                AIFunctionFactory.Create((string place) => Call("weather_get_now", place), "weather_get_now"),
                AIFunctionFactory.Create((string place) => Call("météo", place), "météo"),
            ],
            ToolMode = ChatToolMode.RequireSpecific("weather/get now"),
        };

        if (stream)
        {
            await foreach (ChatResponseUpdate update in on.Client.GetStreamingResponseAsync("Hello", options))
            {
                Assert.NotNull(update);
            }
        }
        else
        {
            await on.Client.GetResponseAsync("Hello", options);
        }

        Assert.Equal(["weather/get now"], called);
        string[] sent = [.. on.Body(0).GetProperty("tools").EnumerateArray().Select(t => t.GetProperty("function").GetProperty("name").GetString()!)];
        Assert.Equal(4, sent.Distinct().Count());
        Assert.All(sent, name => Assert.Matches(Allowed(), name));
        Assert.Equal("weather_get_now", sent[2]);
        Assert.Equal(sent[1], on.Body(0).GetProperty("tool_choice").GetProperty("function").GetProperty("name").GetString());

        // The turn that called goes back under the name that the provider knows.
        Assert.Equal(sent[1], on.Body(1).GetProperty("messages")[1].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("name").GetString());
        Assert.Equal(
            sent, on.Body(1).GetProperty("tools").EnumerateArray().Select(t => t.GetProperty("function").GetProperty("name").GetString()!));

        string Call(string name, string place)
        {
            called.Add(name);
            return place;
        }
    }

    [Fact]
    public async Task A_function_of_a_plugin_with_a_long_name_is_called_and_stands_in_the_history_under_its_own()
    {
        string plugin = new('p', 60), function = new('f', 60);
        var asked = new List<string>();
        await using KernelOnGateway on = await KernelOnGateway.StartAsync((b, g) =>
        {
            b.AddRouteurChatCompletion(apiKey: g.ApiKey, endpoint: g.Endpoint);
            b.Plugins.AddFromFunctions(plugin, [KernelFunctionFactory.CreateFromMethod((string city) => asked.Add(city), function)]);
        });
        ChatHistory history = [new ChatMessageContent(AuthorRole.User, "Hello")];

        await on.Chat.GetChatMessageContentAsync(
            history, new RouteurPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }, on.Kernel);

        Assert.Single(asked);
        Microsoft.SemanticKernel.FunctionCallContent call = Assert.Single(history[1].Items.OfType<Microsoft.SemanticKernel.FunctionCallContent>());
        Assert.Equal((plugin, function), (call.PluginName, call.FunctionName));
        string sent = on.Body(0).GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString()!;
        Assert.Matches(Allowed(), sent);
        Assert.Equal(sent, on.Body(1).GetProperty("messages")[1].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_name_that_the_model_has_made_up_goes_back_in_a_form_that_providers_take()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync((b, g) =>
        {
            b.AddRouteurChatCompletion(apiKey: g.ApiKey, endpoint: g.Endpoint);
            b.Plugins.AddFromObject(new WeatherPlugin(), WeatherPlugin.Name);
        });
        on.Gateway.Enqueue(Replies.Calls(("call_1", "functions.Weather get", "{}")));

        await on.Kernel.InvokePromptAsync("Hello", new KernelArguments(
            new RouteurPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }));

        JsonElement turn = on.Body(1).GetProperty("messages")[1];
        Assert.Equal("functions_Weather_get", turn.GetProperty("tool_calls")[0].GetProperty("function").GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_same_name_is_always_changed_alike()
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync();
        var options = new ChatOptions { Tools = [AIFunctionFactory.Create(() => 1, new string('x', 100))], ToolMode = ChatToolMode.None };

        await on.Client.GetResponseAsync("Hello", options);
        await on.Client.GetResponseAsync("Hello", options);

        Assert.Equal(on.Requests[0].Body, on.Requests[1].Body);
        Assert.Equal(new string('x', 100), options.Tools[0].Name);
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,64}$")]
    private static partial Regex Allowed();
}
