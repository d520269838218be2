using System.Net;
using Routeur.AI.Tests.Support;

#pragma warning disable ROUTEUR002 // The list is our reading, which is what is tested.

namespace Routeur.AI.Tests.Management;

public class ModelsTests
{
    [Fact]
    public async Task A_model_is_fetched_with_the_key_and_read_with_every_documented_field()
    {
        StubHandler handler = StubHandler.Json(ManagementClients.Model);
        using RouteurClient client = ManagementClients.Create(handler);

        RouteurModel model = await client.Models.GetAsync("auto");

        RecordedRequest request = Assert.Single(handler.Requests);
        Assert.Equal("GET", request.Method);
        Assert.Equal("http://127.0.0.1:9/v1/models/auto", request.Uri.AbsoluteUri);
        Assert.Equal("Bearer " + TestClients.Key, request.Header("Authorization"));
        Assert.Equal("application/json", request.Header("Accept"));
        Assert.Null(request.Header("Content-Type"));
        Assert.DoesNotContain(request.Headers.Keys, name => name.StartsWith("Routeur-", StringComparison.OrdinalIgnoreCase));

        Assert.Equal("gpt-4o-mini", model.Id);
        Assert.Equal("openai", model.Provider);
        Assert.Equal(["auto"], model.Aliases!);
        Assert.Equal(128000, model.ContextWindow);
        Assert.Equal(0.15m, model.Pricing!.Prompt);
        Assert.Equal(0.60m, model.Pricing.Completion);
        Assert.True(model.Configured);
        Assert.Empty(model.AdditionalProperties);
        Assert.Equal("openai/gpt-4o-mini", model.ToString());
        Assert.Equal("0.15 / 0.60 USD per million tokens", model.Pricing.ToString());
    }

    [Theory]
    [InlineData("meta/llama-3.1", "/v1/models/meta%2Fllama-3.1")]
    [InlineData("ft:gpt-4o:team", "/v1/models/ft%3Agpt-4o%3Ateam")]
    [InlineData("modèle", "/v1/models/mod%C3%A8le")]
    [InlineData("a%2Fb", "/v1/models/a%252Fb")]
    public async Task A_models_id_is_escaped_slashes_included(string id, string path)
    {
        StubHandler handler = StubHandler.Json(ManagementClients.Model);
        using RouteurClient client = ManagementClients.Create(handler);

        await client.Models.GetAsync(id);

        Assert.Equal(path, Assert.Single(handler.Requests).Uri.AbsolutePath);
    }

    [Fact]
    public async Task Scopes_and_defaults_of_chat_do_not_reach_management()
    {
        StubHandler handler = StubHandler.Json(ManagementClients.Model);
        using RouteurClient client = ManagementClients.Create(handler, options: o => o.Provider = "gemini");

        using (RouteurRouting.BeginScope(provider: "deepseek"))
        {
            await client.Models.GetAsync("auto");
        }

        Assert.DoesNotContain(Assert.Single(handler.Requests).Headers.Keys, name => name.StartsWith("Routeur-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task OpenAIs_shape_unknown_fields_and_wrong_types_are_kept()
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(
            """
            {"id":"m","object":"model","created":1,"owned_by":"x","aliases":[1],"context_window":"8192","configured":"true",
             "pricing":{"prompt":"0.1","cached":0.05},"provider":null}
            """));

        RouteurModel model = await client.Models.GetAsync("m");

        Assert.Null(model.Provider);
        Assert.Null(model.Aliases);
        Assert.Equal(8192, model.ContextWindow);
        Assert.True(model.Configured);
        Assert.Equal(0.1m, model.Pricing!.Prompt);
        Assert.Null(model.Pricing.Completion);
        Assert.Equal(0.05m, model.Pricing.AdditionalProperties["cached"].GetDecimal());
        Assert.Equal(["aliases", "created", "object", "owned_by"], model.AdditionalProperties.Keys.Order());
    }

    [Fact]
    public async Task An_unknown_model_is_named_in_the_error()
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(Answers.Error("not_found", "unknown model"), HttpStatusCode.NotFound));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.Models.GetAsync("gpt-9"));

        Assert.Equal(RouteurErrorCode.NotFound, error.ErrorCode);
        Assert.Equal(404, error.Status);
        Assert.Equal("Model \"gpt-9\": Not found (HTTP 404, not_found): unknown model", error.Message);
        Assert.False(error.IsTransient);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("<html>maintenance</html>")]
    [InlineData("{\"id\":\"m\"")]
    public async Task What_is_no_model_is_an_invalid_response(string body)
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(body));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.Models.GetAsync("m"));

        Assert.Equal(RouteurErrorCode.InvalidResponse, error.ErrorCode);
        Assert.Contains("model \"m\"", error.Message, StringComparison.Ordinal);
        Assert.Contains(body.Length == 0 ? "empty" : body, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_object_with_status_200_is_that_error()
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(Answers.Error("forbidden", "no")));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.Models.GetAsync("m"));

        Assert.Equal(RouteurErrorCode.Forbidden, error.ErrorCode);
    }

    [Theory]
    [InlineData("""{"object":"list","data":[{"id":"a"},{"id":"b"}]}""")]
    [InlineData("""{"data":[{"id":"a"},{"id":"b"}],"has_more":false,"last_id":"b"}""")]
    [InlineData("""[{"id":"a"},{"id":"b"}]""")]
    public async Task Models_are_listed_in_OpenAIs_envelope_or_without_one(string body)
    {
        StubHandler handler = StubHandler.Json(body);
        using RouteurClient client = ManagementClients.Create(handler);

        IReadOnlyList<RouteurModel> models = await client.Models.ListAsync();

        Assert.Equal(["a", "b"], models.Select(model => model.Id));
        Assert.Equal("http://127.0.0.1:9/v1/models", Assert.Single(handler.Requests).Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData(""","last_id":"b&c" """, "after=b%26c")]
    [InlineData("", "after=b")]
    public async Task Pages_are_followed_to_the_last(string lastId, string query)
    {
        var handler = new StubHandler(request => StubHandler.Response(request.Uri.Query.Length == 0
            ? $$"""{"data":[{"id":"a"},{"id":"b"}],"has_more":true{{lastId}}}"""
            : """{"data":[{"id":"c"}],"has_more":false}"""));
        using RouteurClient client = ManagementClients.Create(handler);

        IReadOnlyList<RouteurModel> models = await client.Models.ListAsync();

        Assert.Equal(["a", "b", "c"], models.Select(model => model.Id));
        Assert.Equal("?" + query, handler.Requests[1].Uri.Query);
    }

    [Fact]
    public async Task A_list_that_says_there_is_more_and_brings_nothing_ends()
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json("""{"data":[],"has_more":true,"last_id":"x"}"""));

        Assert.Empty(await client.Models.ListAsync());
    }

    [Fact]
    public async Task A_list_without_end_is_an_error_not_a_hang()
    {
        StubHandler handler = StubHandler.Json("""{"data":[{"id":"a"}],"has_more":true}""");
        using RouteurClient client = ManagementClients.Create(handler);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.Models.ListAsync());

        Assert.Equal(RouteurErrorCode.InvalidResponse, error.ErrorCode);
        Assert.Contains("does not end", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"data":[{"id":"a"},{"name":"no id"}]}""")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"models":[]}""")]
    [InlineData("7")]
    public async Task A_list_that_cannot_be_read_whole_is_an_error_not_a_shorter_list(string body)
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(body));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.Models.ListAsync());

        Assert.Equal(RouteurErrorCode.InvalidResponse, error.ErrorCode);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(501)]
    public async Task A_service_without_our_endpoint_is_said_to_lack_it(int status)
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json("", (HttpStatusCode)status));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.Models.ListAsync());

        Assert.Equal(status, error.Status);
        Assert.Contains("GET /models is not documented", error.Message, StringComparison.Ordinal);
        Assert.Contains("ROUTEUR002", error.Message, StringComparison.Ordinal);
    }
}
