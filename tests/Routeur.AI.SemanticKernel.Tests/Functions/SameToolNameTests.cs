using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Routeur.AI.SemanticKernel.Tests.Support;

namespace Routeur.AI.SemanticKernel.Tests.Functions;

/// <summary>On the wire plugin and function are one name, with an underscore that may stand in either.</summary>
public sealed class SameToolNameTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_functions_that_would_have_one_name_are_refused_by_their_own_names(bool stream)
    {
        await using KernelOnGateway on = await KernelOnGateway.StartAsync((b, g) =>
        {
            b.AddRouteurChatCompletion(apiKey: g.ApiKey, endpoint: g.Endpoint);
            b.Plugins.AddFromFunctions("order", [KernelFunctionFactory.CreateFromMethod(() => "read", "book_find")]);
            b.Plugins.AddFromFunctions("order_book", [KernelFunctionFactory.CreateFromMethod(() => "deleted", "find")]);
        });

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => on.AskAsync(
            [new ChatMessageContent(AuthorRole.User, "Hello")],
            new RouteurPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() },
            stream));

        Assert.Contains("order.book_find", error.Message, StringComparison.Ordinal);
        Assert.Contains("order_book.find", error.Message, StringComparison.Ordinal);
        Assert.Empty(on.Requests);
    }
}
