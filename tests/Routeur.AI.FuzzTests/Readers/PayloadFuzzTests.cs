using System.IO.Compression;
using Routeur.AI.FuzzTests.Fuzzing;
using Routeur.AI.Tests.Support;

#pragma warning disable ROUTEUR001, ROUTEUR002 // Preview endpoints and our readings are fuzzed too.

namespace Routeur.AI.FuzzTests.Readers;

/// <summary>Payload archives: JSON, gzip and ZIP.</summary>
public sealed class PayloadFuzzTests
{
    private const long MaxBytes = 1_000_000;

    private static readonly byte[] Json = WholeAnswers.Bytes(
        """{"caller_request":{"model":"auto"},"upstream_request":{"a":[1]},"upstream_response":"data: {}\n\n","caller_response":{"id":"x"}}""");

    private static readonly byte[][] Archives = [Json, WholeAnswers.Bytes("""{"payload":{"caller_request":{}}}"""), GZip(Json), Zip(), GZip(Zip())];

    [Fact]
    public Task A_damaged_archive_is_read_or_a_RouteurException_that_repeats_nothing_of_it() =>
        FuzzRun.RunAsync(3_000, Inputs.Damaged(Archives), async body =>
        {
            using RouteurClient client = ManagementClients.Create(
                ManagementClients.Unreachable(), new StubHandler(_ => StubHandler.Response(new NetworkStream(body))), options: o => o.ApiKey = OddValues.Key);
            Task<string> ReadAsync() => Outcome.OfAsync(async () =>
            {
                await using TracePayload payload = await client.Traces.DownloadPayloadFromAsync(new Uri(ManagementClients.PayloadUrl), MaxBytes);
                PayloadLayers layers = await payload.ReadLayersAsync();
                return layers + Outcome.Json(layers.CallerRequest) + Outcome.Json(layers.UpstreamRequest) + Outcome.Json(layers.UpstreamResponse) +
                    Outcome.Json(layers.CallerResponse);
            });

            string outcome = await ReadAsync();
            Assert.Equal(outcome, await ReadAsync());
            Assert.DoesNotContain("s1gnature", outcome, StringComparison.Ordinal);
        });

    private static byte[] GZip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] Zip()
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            foreach (string name in (string[])["caller_request.json", "a/upstream_response.txt", "other.bin"])
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(Json);
            }
        }

        return packed.ToArray();
    }
}
