using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Text.Json;
using Routeur.AI.Tests.Support;

#pragma warning disable ROUTEUR001 // Preview endpoints are tested too.

namespace Routeur.AI.Tests.Management;

public class ApiKeysTests
{
    private const string Plaintext = "rtr_new_9876543210";

    [Fact]
    public async Task A_key_is_created_and_its_plaintext_handed_over_once_and_shown_nowhere()
    {
        StubHandler handler = StubHandler.Json(
            $$"""{"id":"key_1","name":"Staging","key":"{{Plaintext}}","prefix":"rtr_new","copies":["{{Plaintext}}"]}""", HttpStatusCode.Created);
        using var logs = new CapturedLogs();
        using RouteurClient client = ManagementClients.Create(handler, loggerFactory: logs);

        CreatedApiKey key = await client.ApiKeys.CreateAsync("Staging");

        RecordedRequest request = Assert.Single(handler.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("http://127.0.0.1:9/v1/api-keys", request.Uri.AbsoluteUri);
        Assert.Equal("""{"name":"Staging"}""", request.Body);

        Assert.Equal(Plaintext, key.RevealKey());
        Assert.Equal("key_1", key.Id);
        Assert.Equal("Staging", key.Name);
        Assert.Equal(["prefix"], key.AdditionalProperties.Keys);
        Assert.Equal("CreatedApiKey { Id = key_1, Name = Staging }", key.ToString());
        Assert.DoesNotContain(Plaintext, JsonSerializer.Serialize(key), StringComparison.Ordinal);
        Assert.DoesNotContain(logs.Entries, entry => entry.Text.Contains(Plaintext, StringComparison.Ordinal));
    }

    [Fact]
    public void The_debugger_shows_no_plaintext_and_no_other_type_holds_one()
    {
        Assert.Equal("{ToString(),nq}", typeof(CreatedApiKey).GetCustomAttribute<DebuggerDisplayAttribute>()!.Value);
        FieldInfo field = typeof(CreatedApiKey).GetField("_plaintext", BindingFlags.NonPublic | BindingFlags.Instance)!;
        Assert.Equal(DebuggerBrowsableState.Never, field.GetCustomAttribute<DebuggerBrowsableAttribute>()!.State);
        Assert.DoesNotContain(typeof(CreatedApiKey).GetProperties(), property => property.Name.Contains("Key", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData($$"""{"id":"key_1","secret":"{{Plaintext}}"}""")]
    [InlineData($$"""{"id":"key_1","key":["{{Plaintext}}"]}""")]
    [InlineData($$"""{"key":"{{Plaintext}}" """)]
    [InlineData($$"""["{{Plaintext}}"]""")]
    public async Task An_answer_that_cannot_be_read_is_not_repeated_anywhere(string body)
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(body, HttpStatusCode.Created));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.ApiKeys.CreateAsync("Staging"));

        Assert.Equal(RouteurErrorCode.InvalidResponse, error.ErrorCode);
        Assert.Equal(201, error.Status);
        Assert.Contains("API key \"Staging\" may have been created", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Plaintext[4..], error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, error.GetRawResponse()!.Content.ToMemory().Length);
    }

    [Fact]
    public async Task A_name_is_needed()
    {
        using RouteurClient client = ManagementClients.Create(ManagementClients.Unreachable());

        Assert.Equal("name", (await Assert.ThrowsAnyAsync<ArgumentException>(() => client.ApiKeys.CreateAsync(null!))).ParamName);
        Assert.Equal("name", (await Assert.ThrowsAnyAsync<ArgumentException>(() => client.ApiKeys.CreateAsync(" "))).ParamName);
    }

    [Fact]
    public async Task A_key_is_revoked_by_its_id()
    {
        var handler = new StubHandler(_ => new HttpResponseMessage(HttpStatusCode.NoContent));
        using RouteurClient client = ManagementClients.Create(handler);

        await client.ApiKeys.RevokeAsync("key_1");

        RecordedRequest request = Assert.Single(handler.Requests);
        Assert.Equal("DELETE", request.Method);
        Assert.Equal("http://127.0.0.1:9/v1/api-keys/key_1", request.Uri.AbsoluteUri);
        Assert.Equal("", request.Body);
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_named_in_the_error()
    {
        using RouteurClient client = ManagementClients.Create(StubHandler.Json(Answers.Error("not_found", "unknown key"), HttpStatusCode.NotFound));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.ApiKeys.RevokeAsync("key_7"));

        Assert.Equal("API key \"key_7\": Not found (HTTP 404, not_found): unknown key", error.Message);
    }

    [Fact]
    public async Task An_echoed_key_of_our_own_is_in_no_message()
    {
        using RouteurClient client = ManagementClients.Create(
            StubHandler.Json(Answers.Error("unauthorized", $"bad key {TestClients.Key}"), HttpStatusCode.Unauthorized));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => client.ApiKeys.RevokeAsync("key_7"));

        Assert.Equal(RouteurErrorCode.Unauthorized, error.ErrorCode);
        Assert.DoesNotContain(TestClients.Key, error.ToString(), StringComparison.Ordinal);
    }
}
