using System.ClientModel;
using OpenAI;
using OpenAI.Models;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Clients;

/// <summary>The official client's view of the models: the endpoint's page calls its contract identical to OpenAI's [/api-reference/models/retrieve].</summary>
public sealed class OfficialModelClientTests
{
    [Fact]
    public async Task The_models_can_be_listed()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(cancellationToken: TestCaller.Cancel);

        OpenAIModelCollection models = await Client(gateway).GetModelsAsync(TestCaller.Cancel);

        Assert.Equal(["gpt-4o-mini", "gpt-4o", "gemini-2.0-flash", "deepseek-chat"], models.Take(4).Select(m => m.Id));
        Assert.Equal("openai", models[0].OwnedBy);
    }

    [Fact]
    public async Task A_model_can_be_retrieved()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(cancellationToken: TestCaller.Cancel);

        OpenAIModel model = await Client(gateway).GetModelAsync("auto", TestCaller.Cancel);

        Assert.Equal(("gpt-4o-mini", "openai"), (model.Id, model.OwnedBy));
    }

    [Fact]
    public async Task An_unknown_model_arrives_as_the_clients_own_exception()
    {
        await using RouteurLocalGateway gateway = await RouteurLocalGateway.StartAsync(cancellationToken: TestCaller.Cancel);

        var error = await Assert.ThrowsAsync<ClientResultException>(() => Client(gateway).GetModelAsync("nobody/knows", TestCaller.Cancel));

        Assert.Equal(404, error.Status);
        Assert.Contains("unknown model: nobody/knows", error.Message);
    }

    private static OpenAIModelClient Client(RouteurLocalGateway gateway) =>
        new(new ApiKeyCredential(gateway.ApiKey), new OpenAIClientOptions { Endpoint = gateway.Endpoint });
}
