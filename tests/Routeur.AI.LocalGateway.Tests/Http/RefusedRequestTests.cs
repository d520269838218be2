using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Http;

public sealed class RefusedRequestTests
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";

    [Theory]
    [InlineData("[1]", "the body must be a JSON object")]
    [InlineData("{" + Messages + "}", "model is required")]
    [InlineData("{\"model\":null," + Messages + "}", "model is required")]
    [InlineData("{\"model\":\" \"," + Messages + "}", "model must not be empty")]
    [InlineData("{\"model\":7," + Messages + "}", "model must be a string")]
    [InlineData("""{"model":"auto"}""", "messages is required")]
    [InlineData("""{"model":"auto","messages":null}""", "messages is required")]
    [InlineData("""{"model":"auto","messages":[]}""", "messages must not be empty")]
    [InlineData("""{"model":"auto","messages":"Hi"}""", "messages must be an array")]
    [InlineData("""{"model":"auto","messages":["Hi"]}""", "messages[0] must be an object")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"Hi"},{"content":"Hi"}]}""", "messages[1].role is required")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":7}]}""", "messages[0].content must be a string or an array of parts")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":[{"type":"text"},{}]}]}""", "messages[0].content[1].type is required")]
    [InlineData("{\"model\":\"auto\",\"stream\":\"yes\"," + Messages + "}", "stream must be true or false")]
    [InlineData("{\"model\":\"auto\",\"stream_options\":1," + Messages + "}", "stream_options must be an object")]
    [InlineData("{\"model\":\"auto\",\"stream_options\":{\"include_usage\":1}," + Messages + "}", "stream_options.include_usage must be true or false")]
    [InlineData("{\"model\":\"auto\",\"tools\":{}," + Messages + "}", "tools must be an array")]
    [InlineData("{\"model\":\"auto\",\"tools\":[{}]," + Messages + "}", "tools[0].type is required")]
    [InlineData("{\"model\":\"auto\",\"tools\":[{\"type\":\"function\",\"function\":{}}]," + Messages + "}", "tools[0].function.name is required")]
    [InlineData(
        "{\"model\":\"auto\",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}," + Messages + "}",
        "tool_choice names 'f', which is not among the tools")]
    public async Task A_bad_field_is_named(string body, string message)
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync(body);

        reply.ShouldBeError(HttpStatusCode.BadRequest, "invalid_request", message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("<html>")]
    [InlineData("""{"model":"auto","messages":[{"role":"user","content":"\ud800"}]}""")]
    public async Task Malformed_JSON_is_refused(string body)
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        TestReply reply = await caller.SendAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal("invalid_request", reply.Error.GetProperty("code").GetString());
        Assert.StartsWith("malformed JSON: ", reply.Error.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_body_that_is_not_UTF_8_is_refused()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        using HttpRequestMessage request = TestCaller.Request("");
        request.Content = new ByteArrayContent([.. Encoding.Latin1.GetBytes(TestCaller.Hello.Replace("there", "th\u00E8re", StringComparison.Ordinal))]);

        using HttpResponseMessage response = await caller.Http.SendAsync(request, TestCaller.Cancel);

        (await TestReply.ReadAsync(response)).ShouldBeError(HttpStatusCode.BadRequest, "invalid_request", "malformed JSON: it is not UTF-8");
    }

    [Theory]
    [InlineData(null, "missing bearer token")]
    [InlineData("Bearer", "malformed bearer token: expected Bearer rtr_…")]
    [InlineData("Bearer sk-123", "malformed bearer token: expected Bearer rtr_…")]
    [InlineData("Basic rtr_123", "malformed bearer token: expected Bearer rtr_…")]
    [InlineData("Bearer rtr_somebody_else", "unknown API key")]
    public async Task A_request_needs_the_gateways_key(string? authorization, string message)
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Http.DefaultRequestHeaders.Authorization = null;
        if (authorization is not null)
        {
            caller.Http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        }

        TestReply reply = await caller.SendAsync(TestCaller.Hello);

        reply.ShouldBeError(HttpStatusCode.Unauthorized, "unauthorized", message);
    }

    [Fact]
    public async Task The_schemes_name_may_be_written_in_any_case()
    {
        await using TestCaller caller = await TestCaller.StartAsync();
        caller.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("bearer", caller.Gateway.ApiKey);

        Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync(TestCaller.Hello)).Status);
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_not_found()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        using HttpResponseMessage response = await caller.Http.PostAsync("chat/completions", new StringContent(TestCaller.Hello), TestCaller.Cancel);

        (await TestReply.ReadAsync(response)).ShouldBeError(
            HttpStatusCode.NotFound, "not_found", "there is no POST /chat/completions; the base URL ends in /v1");
    }

    [Fact]
    public async Task A_method_that_does_not_fit_is_refused()
    {
        await using TestCaller caller = await TestCaller.StartAsync();

        using HttpResponseMessage response = await caller.Http.GetAsync("v1/chat/completions", TestCaller.Cancel);

        (await TestReply.ReadAsync(response)).ShouldBeError(
            HttpStatusCode.MethodNotAllowed, "invalid_request", "GET is not allowed on /v1/chat/completions");
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData(true, 1001)]
    [InlineData(true, 10_000_000)]
    [InlineData(false, 1001)]
    [InlineData(false, 10_000_000)]
    public async Task A_body_that_is_too_long_is_refused(bool lengthKnown, int length)
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { MaxRequestBodyBytes = 1000 });
        using HttpRequestMessage request = TestCaller.Request("");
        byte[] body = Encoding.UTF8.GetBytes(TestCaller.Hello.PadRight(length));
        request.Content = lengthKnown ? new ByteArrayContent(body) : new StreamContent(new MemoryStream(body));
        request.Headers.TransferEncodingChunked = !lengthKnown;

        using HttpResponseMessage response = await caller.Http.SendAsync(request, TestCaller.Cancel);

        (await TestReply.ReadAsync(response)).ShouldBeError(
            HttpStatusCode.RequestEntityTooLarge, "invalid_request", "the request body is longer than 1000 bytes");
    }

    [Fact]
    public async Task A_body_of_just_the_limit_is_taken()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { MaxRequestBodyBytes = 1000 });

        Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync(TestCaller.Hello.PadRight(1000))).Status);
    }

    [Fact]
    public async Task A_body_that_is_too_large_counts_as_a_request_and_leaves_a_trace()
    {
        await using TestCaller caller = await TestCaller.StartAsync(new() { MaxRequestBodyBytes = 100, RequestsPerMinute = 10 });

        TestReply reply = await caller.SendAsync(new string(' ', 101));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.Status);
        Assert.Equal(["9"], reply.Headers.GetValues("X-Routeur-RateLimit-Requests-Remaining"));
        JsonElement trace = Assert.Single((await caller.CallAsync("GET", "v1/traces")).Json.GetProperty("data").EnumerateArray());
        Assert.Equal(413, trace.GetProperty("status_code").GetInt32());
    }
}
