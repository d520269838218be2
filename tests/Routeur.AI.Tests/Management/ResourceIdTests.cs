using Routeur.AI.Tests.Support;

#pragma warning disable ROUTEUR001, ROUTEUR002 // Every endpoint is tested, whatever its badge.

namespace Routeur.AI.Tests.Management;

/// <summary>An id that is none never reaches the network, and the exception names the argument.</summary>
public class ResourceIdTests
{
    private static readonly Dictionary<string, (string Argument, Func<RouteurClient, string, Task> Call)> Calls = new()
    {
        ["Routes.Get"] = ("id", (client, id) => client.Routes.GetAsync(id)),
        ["Routes.Update"] = ("id", (client, id) => client.Routes.UpdateAsync(id, new RouteChanges { Enabled = false })),
        ["Routes.Delete"] = ("id", (client, id) => client.Routes.DeleteAsync(id)),
        ["Traces.Get"] = ("requestId", (client, id) => client.Traces.GetAsync(id)),
        ["Traces.Inspect"] = ("requestId", (client, id) => client.Traces.InspectAsync(id)),
        ["Traces.Download"] = ("requestId", (client, id) => client.Traces.DownloadPayloadAsync(id)),
        ["ApiKeys.Revoke"] = ("id", (client, id) => client.ApiKeys.RevokeAsync(id)),
        ["Models.Get"] = ("id", (client, id) => client.Models.GetAsync(id)),
    };

    public static TheoryData<string, string?> BadIds()
    {
        var data = new TheoryData<string, string?>();
        foreach (string call in Calls.Keys)
        {
            foreach (string? id in new[]
            {
                null, "", " ", "\t", ".", "..", "../keys", "a..b", "a?b=c", "a#b", "a\\b", "a\nb", "a\r\nX: y", "a\0b", "a\u0085b", " a", "a ", "rtr_secret_0123",
            })
            {
                data.Add(call, id);
            }

            if (call != "Models.Get")
            {
                data.Add(call, "a/b");
                data.Add(call, "/");
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(BadIds))]
    public async Task An_id_that_is_none_is_refused_before_anything_is_sent(string call, string? id)
    {
        using RouteurClient client = ManagementClients.Create(ManagementClients.Unreachable());

        ArgumentException error = await Assert.ThrowsAnyAsync<ArgumentException>(() => Calls[call].Call(client, id!));

        Assert.Equal(Calls[call].Argument, error.ParamName);
        Assert.DoesNotContain("rtr_secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a/./b")]
    [InlineData("a/../b")]
    public async Task A_models_slashes_stand_between_names(string id)
    {
        using RouteurClient client = ManagementClients.Create(ManagementClients.Unreachable());

        ArgumentException error = await Assert.ThrowsAnyAsync<ArgumentException>(() => client.Models.GetAsync(id));

        Assert.Equal("id", error.ParamName);
    }

    [Fact]
    public async Task An_odd_but_harmless_id_is_escaped()
    {
        StubHandler handler = StubHandler.Json(ManagementClients.Route);
        using RouteurClient client = ManagementClients.Create(handler);

        await client.Routes.GetAsync("route_%2e%2e&x=é");

        Assert.Equal("http://127.0.0.1:9/v1/routes/route_%252e%252e%26x%3D%C3%A9", Assert.Single(handler.Requests).Uri.AbsoluteUri);
    }
}
