using System.Net;
using Microsoft.AspNetCore.Builder;
using OpenAI.Chat;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Hosting;

/// <summary>The gateway as endpoints of an ASP.NET Core app, which has other endpoints too.</summary>
public sealed class MappedGatewayTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/routeur")]
    [InlineData("/v1/v1")]
    public async Task It_answers_under_the_prefix_that_it_was_given(string prefix)
    {
        await using var app = await TestApp.StartAsync(a => a.MapGroup(prefix).MapRouteurGateway());

        TestReply plain = await app.PostAsync($"{prefix}/v1/chat/completions", TestCaller.Hello);
        TestReply streamed = await app.PostAsync($"{prefix}/v1/chat/completions", TestCaller.HelloStream);

        Assert.Equal("[openai/gpt-4o-mini] You said: Hello there", plain.Text);
        Assert.NotEmpty(TestCaller.Chunks(streamed));
        Assert.Equal($"{prefix}/v1/chat/completions", app.Gateway.Requests[0].Path);
        Assert.Equal(2, app.Gateway.Requests.Count);
    }

    [Fact]
    public async Task It_leaves_the_rest_of_the_app_alone()
    {
        await using var app = await TestApp.StartAsync(a =>
        {
            a.MapGet("/", () => "home");
            a.MapGet("/v1/about", () => "about");
            return a.MapRouteurGateway();
        });

        Assert.Equal("home", await app.Http.GetStringAsync("/", TestCaller.Cancel));
        Assert.Equal("about", await app.Http.GetStringAsync("/v1/about", TestCaller.Cancel));
        Assert.Empty(app.Gateway.Requests);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v1/")]
    [InlineData("v1/nothing/")]
    [InlineData("v1/a%2Fb%20c")]
    public async Task Unknown_paths_are_404_in_the_envelope(string path)
    {
        await using var app = await TestApp.StartAsync(a => a.MapGroup("/here").MapRouteurGateway());

        using HttpResponseMessage response = await app.Http.GetAsync($"/here/{path}", TestCaller.Cancel);

        TestReply reply = await TestReply.ReadAsync(response);
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), (reply.Status, reply.Error.GetProperty("code").GetString()));
        Assert.Equal($"/here/{path}", Assert.Single(app.Gateway.Requests).Path);
    }

    [Fact]
    public async Task It_has_a_key_of_its_own_and_can_be_scripted()
    {
        await using var app = await TestApp.StartAsync(a => a.MapRouteurGateway(new() { ApiKey = "rtr_mapped", Strict = true }));
        app.Gateway.Enqueue(ScriptedReply.Text("Mapped"));

        Assert.Equal("rtr_mapped", app.Gateway.ApiKey);
        Assert.Equal("Mapped", (await app.PostAsync("/v1/chat/completions", TestCaller.Hello)).Text);
        app.Http.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.PostAsync("/v1/chat/completions", TestCaller.Hello)).Status);
    }

    [Fact]
    public async Task The_official_client_works_with_it()
    {
        await using var app = await TestApp.StartAsync(a => a.MapGroup("/routeur").MapRouteurGateway());
        ChatClient client = OfficialClient.For(new Uri(app.Http.BaseAddress!, "/routeur/v1"), app.Gateway.ApiKey);

        ChatCompletion completion = await client.CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: TestCaller.Cancel);

        Assert.Equal("[openai/gpt-4o-mini] You said: Hello", Assert.Single(completion.Content).Text);
    }

    [Fact]
    public async Task Bodies_are_limited_by_the_gateway_and_not_by_the_server()
    {
        await using var app = await TestApp.StartAsync(a => a.MapRouteurGateway(new() { MaxRequestBodyBytes = 40_000_000, TokensPerMinute = int.MaxValue }));
        string Body(int length) => $$"""{"model":"auto","messages":[{"role":"user","content":"{{new string('x', length)}}"}]}""";

        Assert.Equal(HttpStatusCode.OK, (await app.PostAsync("/v1/chat/completions", Body(35_000_000))).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await app.PostAsync("/v1/chat/completions", Body(41_000_000))).Status);
    }

    [Fact]
    public async Task A_cut_connection_is_cut_here_too()
    {
        await using var app = await TestApp.StartAsync(a => a.MapRouteurGateway());
        app.Gateway.Enqueue(ScriptedReply.Abort());
        app.Gateway.Enqueue(ScriptedReply.Abort(afterChunks: 2));

        await Assert.ThrowsAsync<HttpRequestException>(() => app.PostAsync("/v1/chat/completions", TestCaller.Hello));
        using HttpResponseMessage response = await app.OpenAsync("/v1/chat/completions", TestCaller.HelloStream);
        using EventReader reader = await EventReader.OpenAsync(response);
        await reader.ReadAsync();
        await reader.ReadAsync();
        await Assert.ThrowsAnyAsync<IOException>(reader.ReadAsync);
    }

    [Fact]
    public async Task An_app_that_stops_lets_slow_streams_come_to_their_end()
    {
        // On this clock, which nobody moves, the pauses between the pieces would never end.
        var time = new SteppedTime();
        await using var app = await TestApp.StartAsync(a => a.MapRouteurGateway(new() { TimeProvider = time, ChunkDelay = TimeSpan.FromHours(1) }));
        Task<HttpResponseMessage> opening = app.OpenAsync("/v1/chat/completions", TestCaller.HelloStream);
        await time.WaitBegunAsync();

        Task stopping = app.App.StopAsync(TestCaller.Cancel);

        using HttpResponseMessage response = await opening;
        Assert.NotEmpty(TestCaller.Chunks(await TestReply.ReadAsync(response)));
        await stopping;
        Assert.Equal(RequestOutcome.Answered, await Assert.Single(app.Gateway.Requests).Outcome);
    }

    [Fact]
    public async Task Conventions_reach_the_endpoint()
    {
        await using var app = await TestApp.StartAsync(a =>
        {
            MappedRouteurGateway gateway = a.MapRouteurGateway();
            gateway.RequireHost("somewhere.else");
            return gateway;
        });

        Assert.Equal(HttpStatusCode.NotFound, (await app.PostAsync("/v1/chat/completions", TestCaller.Hello)).Status);
        Assert.Empty(app.Gateway.Requests);
    }

    [Fact]
    public async Task Wrong_options_are_refused()
    {
        await using WebApplication app = WebApplication.CreateSlimBuilder().Build();

        Assert.Contains("Port is 5000", Assert.Throws<ArgumentException>("options", () => app.MapRouteurGateway(new() { Port = 5000 })).Message);
        Assert.Contains("ApiKey", Assert.Throws<ArgumentException>(() => app.MapRouteurGateway(new() { ApiKey = "sk-1" })).Message);
        Assert.Throws<ArgumentNullException>("endpoints", () => RouteurGatewayEndpoints.MapRouteurGateway(null!));
    }
}
