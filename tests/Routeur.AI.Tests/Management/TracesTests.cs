using System.Net;
using Routeur.AI.Tests.Support;

#pragma warning disable ROUTEUR001 // Preview endpoints are tested too.

namespace Routeur.AI.Tests.Management;

public class TracesTests
{
    [Fact]
    public async Task A_trace_is_fetched_and_read_like_the_block_of_an_answer()
    {
        StubHandler handler = StubHandler.Json(ManagementClients.Trace);
        using RouteurClient client = ManagementClients.Create(handler);

        RouteurTrace trace = await client.Traces.GetAsync("01K");

        RecordedRequest request = Assert.Single(handler.Requests);
        Assert.Equal("GET http://127.0.0.1:9/v1/traces/01K", $"{request.Method} {request.Uri.AbsoluteUri}");
        Assert.Equal("01K", trace.RequestId);
        Assert.Equal(0.00000615m, trace.CostUsd);
        Assert.Equal(200, trace.StatusCode);
        Assert.Equal(new Uri(ManagementClients.PayloadUrl), trace.PayloadUrl);
        Assert.Empty(trace.AdditionalProperties);
        Assert.DoesNotContain("payloads.example", trace.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"data":[]}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task What_is_no_trace_is_an_invalid_response(string body)
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(body));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.Traces.GetAsync("01K"));

        Assert.Equal(RouteurErrorCode.InvalidResponse, error.ErrorCode);
        Assert.Contains("trace \"01K\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_trace_is_named_in_the_error()
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(Answers.Error("not_found", "unknown trace"), HttpStatusCode.NotFound));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.Traces.GetAsync("01K"));

        Assert.Equal(RouteurErrorCode.NotFound, error.ErrorCode);
        Assert.Equal("Trace \"01K\": Not found (HTTP 404, not_found): unknown trace", error.Message);
    }

    [Fact]
    public async Task Inspecting_reads_the_three_headers()
    {
        StubHandler handler = Head(("X-Routeur-Trace-Status", "403"), ("x-routeur-trace-provider", "gemini"), ("X-Routeur-Trace-Payload", ManagementClients.PayloadUrl));
        using RouteurClient client = ManagementClients.Create(handler);

        TraceInspection inspection = await client.Traces.InspectAsync("01K");

        RecordedRequest request = Assert.Single(handler.Requests);
        Assert.Equal("HEAD http://127.0.0.1:9/v1/traces/01K", $"{request.Method} {request.Uri.AbsoluteUri}");
        Assert.Equal(403, inspection.StatusCode);
        Assert.Equal("gemini", inspection.Provider);
        Assert.Equal(new Uri(ManagementClients.PayloadUrl), inspection.PayloadUrl);
        Assert.Equal("TraceInspection { StatusCode = 403, Provider = gemini, HasPayload = True }", inspection.ToString());
    }

    [Fact]
    public async Task Headers_that_are_missing_or_make_no_sense_are_null()
    {
        using RouteurClient client = ManagementClients.Create(Head(("X-Routeur-Trace-Status", "fine"), ("X-Routeur-Trace-Payload", "nowhere")));

        TraceInspection inspection = await client.Traces.InspectAsync("01K");

        Assert.Null(inspection.StatusCode);
        Assert.Null(inspection.Provider);
        Assert.Null(inspection.PayloadUrl);
    }

    [Fact]
    public async Task Inspecting_a_missing_trace_is_not_found_although_the_answer_has_no_body()
    {
        var handler = new StubHandler(_ => new HttpResponseMessage(HttpStatusCode.NotFound));
        using RouteurClient client = ManagementClients.Create(handler);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.Traces.InspectAsync("01K"));

        Assert.Equal(RouteurErrorCode.NotFound, error.ErrorCode);
        Assert.Equal(404, error.Status);
        Assert.Contains("Trace \"01K\"", error.Message, StringComparison.Ordinal);
    }

    private static StubHandler Head(params (string Name, string Value)[] headers) => new(_ =>
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK);
        foreach ((string name, string value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    });
}
