using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

#pragma warning disable ROUTEUR001, ROUTEUR002 // Preview endpoints do not follow redirects either.

namespace Routeur.AI.FuzzTests.KeySecrecy;

/// <summary>No redirect is followed, with or without the key: not by any kind of call, and not by any status.</summary>
public sealed class RedirectTests
{
    private const string Key = "rtr_redirect_K3y0123456789";

    public static TheoryData<int> Statuses => [301, 302, 303, 307, 308];

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task No_kind_of_call_follows_a_redirect(int status)
    {
        await using LoopbackService trap = await LoopbackService.StartAsync(context => context.Response.WriteAsync("{}"));
        await using LoopbackService service = await LoopbackService.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = new Uri(trap.Address, context.Request.Path + "?key=" + Key).AbsoluteUri;
            return Task.CompletedTask;
        });
        var options = new RouteurOptions { ApiKey = Key, Endpoint = new Uri(service.Address, "v1"), MaxRetries = 0 };
        using var client = new RouteurClient(options);
        var registrations = new ServiceCollection();
        registrations.AddRouteurChatClient(o =>
        {
            o.ApiKey = Key;
            o.Endpoint = options.Endpoint;
            o.MaxRetries = 0;
        });
        await using ServiceProvider services = registrations.BuildServiceProvider();

        Func<Task>[] calls =
        [
            () => client.AsIChatClient().GetResponseAsync("hi"),
            () => client.AsIChatClient().GetStreamingResponseAsync("hi").ToChatResponseAsync(),
            () => services.GetRequiredService<IChatClient>().GetResponseAsync("hi"),
            () => services.GetRequiredService<IChatClient>().GetStreamingResponseAsync("hi").ToChatResponseAsync(),
            () => client.ResolveRouteAsync([new(ChatRole.User, "hi")]),
            () => client.Models.GetAsync("auto"),
            () => client.Models.ListAsync(),
            () => client.Routes.ListAsync(),
            () => client.Traces.GetAsync("01K"),
            () => client.ApiKeys.RevokeAsync("key_1"),
            () => client.Traces.DownloadPayloadFromAsync(new Uri(service.Address, "archive")),
            () => client.OpenAI.GetChatClient("auto").CompleteChatAsync("hi"),
        ];
        foreach (Func<Task> call in calls)
        {
            RouteurException error = await Assert.ThrowsAsync<RouteurException>(call);
            Assert.Equal(RouteurErrorCode.InvalidResponse, error.ErrorCode);
            Assert.Equal(status, error.Status);
            Assert.DoesNotContain(Key, error.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(calls.Length, service.Requests);
        Assert.Equal(0, trap.Requests);
    }
}
