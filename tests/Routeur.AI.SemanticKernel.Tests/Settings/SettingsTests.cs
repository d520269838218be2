using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Routeur.AI.SemanticKernel.Tests.Settings;

public sealed class SettingsTests
{
    [Fact]
    public void A_clone_has_everything_and_can_be_changed_when_the_original_is_frozen()
    {
        RouteurPromptExecutionSettings settings = Everything();
        settings.Freeze();

        var clone = (RouteurPromptExecutionSettings)settings.Clone();

        foreach (var property in typeof(RouteurPromptExecutionSettings).GetProperties().Where(p => p.Name != nameof(settings.IsFrozen)))
        {
            Assert.True(property.GetValue(settings) is not null, $"{property.Name} is not covered by this test");
            Assert.Equivalent(property.GetValue(settings), property.GetValue(clone), strict: true);
        }

        clone.Provider = "gemini";
        clone.StopSequences!.Add("more");
        clone.Fallbacks![0].Provider = "deepseek";
        clone.Fallbacks.Add(new RouteurTarget("deepseek"));
        clone.ExtensionData!["more"] = 1;
        Assert.Equal("openai", settings.Provider);
        Assert.Single(settings.StopSequences!);
        Assert.Equal([new RouteurTarget("gemini", "gemini-2.0-flash")], settings.Fallbacks!);
    }

    [Fact]
    public void Frozen_settings_refuse_every_change()
    {
        RouteurPromptExecutionSettings settings = Everything();
        settings.Freeze();
        settings.Freeze();

        foreach (var property in typeof(RouteurPromptExecutionSettings).GetProperties().Where(p => p.CanWrite && p.SetMethod!.IsPublic))
        {
            object? value = property.GetValue(settings);
            Exception? thrown = Record.Exception(() => property.SetValue(settings, value))?.InnerException;
            Assert.True(thrown is InvalidOperationException, $"{property.Name} can be set although the settings are frozen");
        }

        Assert.Throws<NotSupportedException>(() => settings.StopSequences!.Add("more"));
        Assert.Throws<NotSupportedException>(() => settings.Fallbacks!.Clear());
    }

    [Fact]
    public void Settings_reach_the_options_of_a_call_through_the_hook_of_SK()
    {
        ChatOptions options = Everything().ToChatOptions(new Kernel())!;

        Assert.Equal("gpt-4o-mini", options.ModelId);
        Assert.Equal((0.5f, 0.9f, 0.1f, 0.2f), (options.Temperature, options.TopP, options.PresencePenalty, options.FrequencyPenalty));
        Assert.Equal((100, 42L), (options.MaxOutputTokens, options.Seed));
        Assert.Equal(["END"], options.StopSequences!);
        Assert.Equal(ReasoningEffort.Low, options.Reasoning!.Effort);
        Assert.Same(ChatResponseFormat.Json, options.ResponseFormat);
        Assert.Equal(
            [("logit_bias", new Dictionary<string, int> { ["7"] = 1 }), ("routeur_model", "gpt-4o"), ("routeur_provider", "openai"), ("routeur_trace", false), ("user", "u1")],
            options.AdditionalProperties!.Where(p => p.Key != "routeur_fallbacks").OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value!)));
        Assert.Equal("""[{"provider":"gemini","model":"gemini-2.0-flash"}]""", options.AdditionalProperties!["routeur_fallbacks"]!.ToString());
    }

    [Fact]
    public void Settings_can_be_written_as_JSON_and_read_back()
    {
        RouteurPromptExecutionSettings settings = Everything();
        settings.ResponseFormat = JsonElement.Parse("""{"type":"object","properties":{}}""");

        var read = JsonSerializer.Deserialize<RouteurPromptExecutionSettings>(JsonSerializer.Serialize(settings))!;

        Assert.Equal(("openai", "gpt-4o", (bool?)false, 0.5, 100, "u1"), (read.Provider, read.Model, read.Trace, read.Temperature, read.MaxTokens, read.User));
        Assert.Equal(settings.Fallbacks!, read.Fallbacks!);
        Assert.Equal("object", Assert.IsType<JsonElement>(read.ResponseFormat).GetProperty("type").GetString());
        Assert.IsType<AutoFunctionChoiceBehavior>(read.FunctionChoiceBehavior);
    }

    [Theory]
    [InlineData("Provider", "gemini\r\nX-Evil: 1")]
    [InlineData("Provider", "gémini")]
    [InlineData("Model", "gpt\u0001")]
    [InlineData("Temperature", double.NaN)]
    [InlineData("TopP", double.PositiveInfinity)]
    [InlineData("PresencePenalty", double.NegativeInfinity)]
    [InlineData("FrequencyPenalty", double.NaN)]
    [InlineData("MaxTokens", 0)]
    [InlineData("MaxTokens", -5)]
    [InlineData("ResponseFormat", "xml")]
    [InlineData("ResponseFormat", 5)]
    public void A_value_that_cannot_be_sent_is_refused_by_the_name_of_its_property(string property, object value)
    {
        var settings = new RouteurPromptExecutionSettings();

        Exception? thrown = Record.Exception(() => typeof(RouteurPromptExecutionSettings).GetProperty(property)!.SetValue(settings, value))?.InnerException;

        Assert.StartsWith($"RouteurPromptExecutionSettings.{property}", Assert.IsType<ArgumentException>(thrown).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("temperature", "hot", "Temperature", "a number")]
    [InlineData("top_p", true, "TopP", "a number")]
    [InlineData("max_tokens", "many", "MaxTokens", "a whole number")]
    [InlineData("max_tokens", 1.5, "MaxTokens", "a whole number")]
    [InlineData("max_tokens", 1e300, "MaxTokens", "a whole number")]
    [InlineData("max_tokens", 3000000000L, "MaxTokens", "a whole number")]
    [InlineData("seed", "1e40", "Seed", "a whole number")]
    [InlineData("stop_sequences", 7, "StopSequences", "a list of texts")]
    [InlineData("routeur_provider", 7, "Provider", "a text")]
    [InlineData("routeur_model", true, "Model", "a text")]
    [InlineData("routeur_trace", "perhaps", "Trace", "true or false")]
    [InlineData("routeur_fallbacks", "gemini", "Fallbacks", "a list of targets")]
    [InlineData("routeur_fallbacks", "{}", "Fallbacks", "a list of targets")]
    [InlineData("routeur_fallbacks", "[7]", "Fallbacks", "a list of targets")]
    [InlineData("routeur_fallbacks", "[{\"provder\":\"gemini\"}]", "Fallbacks", "unknown field \"provder\"")]
    [InlineData("routeur_fallbacks", 7, "Fallbacks", "a list of targets")]
    [InlineData("response_format", "xml", "ResponseFormat", "json_object")]
    [InlineData("chat_system_prompt", 7, "ChatSystemPrompt", "a text")]
    public void A_key_of_the_wrong_type_is_refused_by_property_and_key(string key, object value, string property, string expected)
    {
        var settings = new PromptExecutionSettings { ExtensionData = new Dictionary<string, object> { [key] = value } };
        var typed = new RouteurPromptExecutionSettings { ExtensionData = new Dictionary<string, object> { [key] = value } };
        var json = JsonSerializer.Deserialize<PromptExecutionSettings>(JsonSerializer.Serialize(settings))!;

        foreach (Action read in new Action[]
        {
            () => RouteurPromptExecutionSettings.FromExecutionSettings(settings),
            () => RouteurPromptExecutionSettings.FromExecutionSettings(json),
            () => typed.ToChatOptions(kernel: null),
        })
        {
            ArgumentException thrown = Assert.Throws<ArgumentException>(read);
            Assert.Contains($"RouteurPromptExecutionSettings.{property} (key \"{key}\")", thrown.Message, StringComparison.Ordinal);
            Assert.Contains(expected, thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Routeur_settings_are_taken_as_they_are_and_none_are_new_ones()
    {
        var settings = new RouteurPromptExecutionSettings();

        Assert.Same(settings, RouteurPromptExecutionSettings.FromExecutionSettings(settings));
        Assert.Null(RouteurPromptExecutionSettings.FromExecutionSettings(null).ExtensionData);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Keys_become_properties_whether_they_come_from_code_JSON_or_YAML(bool asTexts)
    {
        // YAML brings every value as text.
        object Value(object value) => asTexts ? Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)! : value;
        var settings = new PromptExecutionSettings
        {
            ModelId = "auto",
            ServiceId = "cheap",
            FunctionChoiceBehavior = FunctionChoiceBehavior.None(),
            ExtensionData = new Dictionary<string, object>
            {
                ["routeur_provider"] = "gemini",
                ["routeur_model"] = "gemini-2.0-flash",
                ["routeur_trace"] = Value(false),
                ["Temperature"] = Value(0.25),
                ["top_p"] = Value(1),
                ["presence_penalty"] = Value(-0.5),
                ["frequency_penalty"] = Value(0.5),
                ["max_tokens"] = Value(100),
                ["stop_sequences"] = new List<object> { "END", "STOP" },
                ["seed"] = Value(long.MaxValue),
                ["response_format"] = "json_object",
                ["reasoning_effort"] = "minimal",
                ["chat_system_prompt"] = "Be brief.",
                ["user"] = "u1",
                ["vendor_option"] = Value(5),
            },
        };

        RouteurPromptExecutionSettings read = RouteurPromptExecutionSettings.FromExecutionSettings(settings);

        Assert.Equal(("gemini", "gemini-2.0-flash", (bool?)false), (read.Provider, read.Model, read.Trace));
        Assert.Equal(("auto", "cheap"), (read.ModelId, read.ServiceId));
        Assert.Same(settings.FunctionChoiceBehavior, read.FunctionChoiceBehavior);
        Assert.Equal((0.25, 1.0, -0.5, 0.5), (read.Temperature, read.TopP, read.PresencePenalty, read.FrequencyPenalty));
        Assert.Equal((100, long.MaxValue), (read.MaxTokens, read.Seed));
        Assert.Equal(["END", "STOP"], read.StopSequences!);
        Assert.Equal(("json_object", "minimal", "Be brief.", "u1"), (read.ResponseFormat, read.ReasoningEffort, read.ChatSystemPrompt, read.User));
        Assert.Equal(["vendor_option"], read.ExtensionData!.Keys);
        Assert.Equal("minimal", read.ToChatOptions(kernel: null)!.AdditionalProperties!["reasoning_effort"]);
    }

    [Fact]
    public void A_property_wins_over_a_key_and_nothing_that_was_given_is_changed()
    {
        var settings = new RouteurPromptExecutionSettings
        {
            Temperature = 0.5,
            ExtensionData = new Dictionary<string, object> { ["temperature"] = 1.0, ["seed"] = 7 },
        };

        ChatOptions options = settings.ToChatOptions(kernel: null)!;

        Assert.Equal((0.5f, 7L), (options.Temperature, options.Seed));
        Assert.Equal(2, settings.ExtensionData.Count);
        Assert.Null(settings.Seed);
        Assert.Null(options.AdditionalProperties);
    }

    private static RouteurPromptExecutionSettings Everything() => new()
    {
        ModelId = "gpt-4o-mini",
        ServiceId = "smart",
        FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(),
        ExtensionData = new Dictionary<string, object> { ["logit_bias"] = new Dictionary<string, int> { ["7"] = 1 } },
        Provider = " openai ",
        Model = "gpt-4o",
        Trace = false,
        Fallbacks = [new RouteurTarget("gemini", "gemini-2.0-flash")],
        Temperature = 0.5,
        TopP = 0.9,
        PresencePenalty = 0.1,
        FrequencyPenalty = 0.2,
        MaxTokens = 100,
        StopSequences = ["END"],
        Seed = 42,
        ResponseFormat = "json_object",
        ReasoningEffort = "low",
        ChatSystemPrompt = "Be brief.",
        User = "u1",
    };
}
