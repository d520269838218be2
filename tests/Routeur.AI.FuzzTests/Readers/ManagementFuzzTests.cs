using Routeur.AI.FuzzTests.Fuzzing;
using Routeur.AI.Tests.Support;

#pragma warning disable ROUTEUR001, ROUTEUR002 // Preview endpoints and our readings are fuzzed too.

namespace Routeur.AI.FuzzTests.Readers;

/// <summary>Models, routes, keys, traces and lists, through the whole pipeline.</summary>
public sealed class ManagementFuzzTests
{
    private static readonly byte[][] Objects = [WholeAnswers.Bytes(ManagementClients.Model), WholeAnswers.Bytes(ManagementClients.Route), .. WholeAnswers.Traces];

    private static readonly byte[][] Lists =
    [
        WholeAnswers.Bytes($$"""{"object":"list","data":[{{ManagementClients.Model}},{{ManagementClients.Route}}],"has_more":false,"last_id":"a"}"""),
        WholeAnswers.Bytes($$"""[{{ManagementClients.Route}},{{ManagementClients.Trace}}]"""),
        WholeAnswers.Bytes("""{"id":"key_1","name":"n","key":"rtr_n3w_s3cr3t_0123456789"}"""),
    ];

    [Fact]
    public Task A_damaged_object_or_list_is_read_or_a_RouteurException() =>
        FuzzRun.RunAsync(500, Inputs.Damaged([.. Objects, .. Lists, .. WholeAnswers.Errors]), async body =>
        {
            int asked = 0;

            // A list that says there is more would otherwise be asked for 1,000 pages, as it should.
            var service = new StubHandler(_ => Interlocked.Increment(ref asked) % 3 == 0 ? StubHandler.Response("[]") : StubHandler.Response(new NetworkStream(body)));
            using RouteurClient client = ManagementClients.Create(service, options: o => o.ApiKey = OddValues.Key);
            string[] first = await AskAsync(client);
            asked = 0;
            Assert.Equal(first, await AskAsync(client));
        });

    [Fact]
    public Task A_damaged_dry_run_is_a_route_or_a_RouteurException() =>
        FuzzRun.RunAsync(1_500, Inputs.Damaged(WholeAnswers.DryRuns), async body =>
        {
            using RouteurClient client = ManagementClients.Create(new StubHandler(_ => StubHandler.Response(new NetworkStream(body))), options: o => o.ApiKey = OddValues.Key);
            Task<string> ResolveAsync() => Outcome.OfAsync(async () =>
            {
                RouteResolution route = await client.ResolveRouteAsync([new(Microsoft.Extensions.AI.ChatRole.User, "hi")]);
                return Outcome.Json(route.AdditionalProperties) + route;
            });

            Assert.Equal(await ResolveAsync(), await ResolveAsync());
        });

    private static async Task<string[]> AskAsync(RouteurClient client) =>
    [
        await Outcome.OfAsync(async () => Show(await client.Models.GetAsync("auto"))),
        await Outcome.OfAsync(async () => Show(await client.Routes.GetAsync("route_1"))),
        await Outcome.OfAsync(async () => Show(await client.Traces.GetAsync("01K"))),
        await Outcome.OfAsync(async () => Show(await client.ApiKeys.CreateAsync("n"))),
        await Outcome.OfAsync(async () => string.Concat((await client.Models.ListAsync()).Select(Show))),
        await Outcome.OfAsync(async () => string.Concat((await client.Routes.ListAsync()).Select(Show))),
    ];

    private static string Show<T>(T item) => item switch
    {
        RouteurTrace trace => trace + Outcome.Json(trace.AdditionalProperties),
        RouteurModel model => model + Outcome.Json(model.AdditionalProperties),
        RouteurRoute route => route + Outcome.Json(route.AdditionalProperties),
        CreatedApiKey key => NoSecret(key.ToString()),
        _ => $"{item}",
    };

    private static string NoSecret(string text)
    {
        Assert.DoesNotContain("rtr_n3w_s3cr3t_0123456789", text, StringComparison.Ordinal);
        return text;
    }
}
