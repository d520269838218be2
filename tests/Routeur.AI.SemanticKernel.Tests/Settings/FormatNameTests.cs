using System.Text.Json;
using Microsoft.SemanticKernel;
using Routeur.AI.SemanticKernel.Tests.Support;

namespace Routeur.AI.SemanticKernel.Tests.Settings;

/// <summary>Every type has a name that the dialect takes: 1 to 64 letters, digits, dashes and underscores.</summary>
public sealed class FormatNameTests
{
    public static TheoryData<Type> Types =>
    [
        typeof(Page<int>.Line),
        typeof(Page<River>[]),
        typeof(int[,]),
        new { Name = "Rhône" }.GetType(),
        typeof(Flüsse),
        typeof(Page<AVeryLongNameOfARiverThatFlowsThroughManyCountriesAndIntoTheSea>),
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Any_type_may_be_a_response_format(Type type)
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync();

        await on.Kernel.InvokePromptAsync("Name a river", new KernelArguments(new RouteurPromptExecutionSettings { ResponseFormat = type }));

        JsonElement format = on.Body(0).GetProperty("response_format").GetProperty("json_schema");
        Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", format.GetProperty("name").GetString()!);
    }

    public sealed record River(string Name);

    public sealed record Flüsse(string Name);

    public sealed record AVeryLongNameOfARiverThatFlowsThroughManyCountriesAndIntoTheSea(string Name);

    public sealed record Page<T>(T Item)
    {
        public sealed record Line(string Text);
    }
}
