using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Services;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.SemanticKernel.Tests.Registration;

/// <summary>An operator edits appsettings.json of a running app; here the file is real, and the test reloads it instead of waiting for the watcher.</summary>
public sealed class ProviderSwapTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("settings");
    private readonly LogCollector _logs = new();
    private RouteurLocalGateway _gateway = null!;
    private IConfigurationRoot _configuration = null!;
    private ServiceProvider _services = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await RouteurLocalGateway.StartAsync();
        Write("openai");
        _configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(_folder.FullName, "appsettings.json"), optional: false, reloadOnChange: false)
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(_configuration);
        services.AddLogging(logging => logging.AddProvider(_logs));
        services.AddKernel()
            .AddRouteurChatCompletion(_configuration.GetSection("Cheap"), "cheap")
            .AddRouteurChatCompletion(_configuration.GetSection("Smart"), "smart")
            .AddRouteurChatCompletion();
        _services = services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        (_configuration as IDisposable)?.Dispose();
        await _gateway.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_next_call_goes_where_the_file_says_now()
    {
        Assert.Equal("openai", await ProviderAsync());

        Write("deepseek");
        _configuration.Reload();

        Assert.Equal("deepseek", await ProviderAsync());
        Assert.Equal("deepseek", _gateway.Requests[1].Headers["Routeur-Provider"]);
    }

    [Fact]
    public async Task Keyed_services_side_by_side_inherit_the_unnamed_section_and_keep_what_is_their_own()
    {
        Assert.Equal(("deepseek", "gpt-4o"), (await ProviderAsync("cheap"), await ModelAsync("smart")));

        Write("gemini", smartModel: "gemini-2.0-flash");
        _configuration.Reload();

        Assert.Equal(("gemini", "deepseek"), (await ProviderAsync(), await ProviderAsync("cheap")));
        Assert.Equal("gemini-2.0-flash", await ModelAsync("smart"));
        Assert.Equal("gemini-2.0-flash", Kernel().GetRequiredService<IChatCompletionService>("smart").GetModelId());
    }

    [Fact]
    public async Task A_stream_that_is_under_way_ends_where_it_began()
    {
        IChatCompletionService chat = Kernel().GetRequiredService<IChatCompletionService>();
        string text = "";
        bool swapped = false;
        await foreach (StreamingChatMessageContent update in chat.GetStreamingChatMessageContentsAsync("A long way down the river"))
        {
            text += update.Content;
            if (!swapped)
            {
                Write("gemini");
                _configuration.Reload();
                swapped = true;
            }
        }

        Assert.Equal("[openai/gpt-4o-mini] You said: A long way down the river", text);
        Assert.Equal("gemini", await ProviderAsync());
    }

    [Fact]
    public async Task A_tool_loop_that_is_under_way_ends_where_it_began()
    {
        Kernel kernel = Kernel();
        kernel.Plugins.AddFromFunctions("Operator", [KernelFunctionFactory.CreateFromMethod(
            () =>
            {
                Write("gemini");
                _configuration.Reload();
                return "swapped";
            },
            "swap")]);

        FunctionResult result = await kernel.InvokePromptAsync(
            "Swap", new KernelArguments(new RouteurPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }));

        Assert.Equal(["openai", "openai"], result.GetRouteurTraces().Select(t => t.Provider));
        Assert.Equal("gemini", await ProviderAsync());
    }

    [Fact]
    public async Task Invalid_settings_are_refused_with_a_logged_reason_and_the_last_good_ones_stay()
    {
        Assert.Equal("openai", await ProviderAsync());

        Write("gemini\\u0007");
        _configuration.Reload();

        Assert.Equal("openai", await ProviderAsync());
        string reason = Assert.Single(_logs.Errors);
        Assert.Contains("RouteurOptions.Provider", reason, StringComparison.Ordinal);
        Assert.Contains("last good ones stay", reason, StringComparison.Ordinal);
        Assert.DoesNotContain(_gateway.ApiKey, reason, StringComparison.Ordinal);

        Write("deepseek");
        _configuration.Reload();
        Assert.Equal("deepseek", await ProviderAsync());
    }

    private Kernel Kernel() => _services.GetRequiredService<Kernel>();

    private async Task<string?> ProviderAsync(string? serviceId = null) => (await TraceAsync(serviceId)).Provider;

    private async Task<string?> ModelAsync(string serviceId) => (await TraceAsync(serviceId)).Model;

    private async Task<RouteurTrace> TraceAsync(string? serviceId) =>
        (await Kernel().GetRequiredService<IChatCompletionService>(serviceId).GetChatMessageContentAsync("Hello")).GetRouteurTrace()!;

    private void Write(string provider, string smartModel = "gpt-4o") => File.WriteAllText(
        Path.Combine(_folder.FullName, "appsettings.json"),
        $$"""
        {
          "Routeur": { "ApiKey": "{{_gateway.ApiKey}}", "Endpoint": "{{_gateway.Endpoint}}", "Provider": "{{provider}}" },
          "Cheap": { "Provider": "deepseek" },
          "Smart": { "Provider": "", "Model": "{{smartModel}}" }
        }
        """);

    private sealed class LogCollector : ILoggerProvider
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _errors = new();

        public IReadOnlyList<string> Errors => [.. _errors.Where(e => e.Contains("(semantic-kernel)", StringComparison.Ordinal))];

        public ILogger CreateLogger(string categoryName) => new Logger(_errors);

        public void Dispose()
        {
        }

        private sealed class Logger(System.Collections.Concurrent.ConcurrentQueue<string> errors) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (IsEnabled(logLevel))
                {
                    errors.Enqueue(formatter(state, exception));
                }
            }
        }
    }
}
