using System.Text.Json;
using Microsoft.SemanticKernel;

namespace Routeur.AI.SemanticKernel.Tests.Settings;

public sealed class FallbackSettingsTests
{
    [Fact]
    public void Fallbacks_are_read_in_every_form_that_code_JSON_and_YAML_bring()
    {
        const string Json = """[{"provider":"gemini","model":"gemini-2.0-flash"},{"Model":"gpt-4o"}]""";
        RouteurTarget[] expected = [new("gemini", "gemini-2.0-flash"), new(null, "gpt-4o")];
        object[] forms =
        [
            expected,
            Json,
            JsonElement.Parse(Json),
            JsonSerializer.SerializeToElement(Json),
            new List<object>
            {
                new Dictionary<object, object> { ["provider"] = "gemini", ["model"] = "gemini-2.0-flash" },
                new Dictionary<string, object> { ["model"] = "gpt-4o" },
            },
        ];

        foreach (object form in forms)
        {
            var settings = new PromptExecutionSettings { ExtensionData = new Dictionary<string, object> { ["routeur_fallbacks"] = form } };
            Assert.Equal(expected, RouteurPromptExecutionSettings.FromExecutionSettings(settings).Fallbacks!);
        }

        foreach (object nothing in new object[] { " ", JsonElement.Parse("null") })
        {
            var settings = new PromptExecutionSettings { ExtensionData = new Dictionary<string, object> { ["routeur_fallbacks"] = nothing } };
            Assert.Null(RouteurPromptExecutionSettings.FromExecutionSettings(settings).Fallbacks);
        }
    }

    [Fact]
    public void Targets_that_cannot_be_sent_are_refused_by_the_name_of_their_property()
    {
        RouteurTarget[][] wrong = [[null!], [new RouteurTarget()], [new RouteurTarget("a\r\nb")], [.. Enumerable.Repeat(new RouteurTarget("gemini"), 11)]];

        Assert.All(wrong, targets => Assert.StartsWith(
            "RouteurPromptExecutionSettings.Fallbacks",
            Assert.Throws<ArgumentException>(() => new RouteurPromptExecutionSettings { Fallbacks = targets }).Message,
            StringComparison.Ordinal));
    }
}
