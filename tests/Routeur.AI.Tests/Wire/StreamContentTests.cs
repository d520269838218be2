using System.Text.Json;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Wire;

public sealed class StreamContentTests
{
    [Theory]
    [InlineData("content")]
    [InlineData("reasoning_content")]
    [InlineData("reasoning")]
    [InlineData("refusal")]
    public async Task A_surrogate_pair_split_over_two_chunks_is_joined(string field)
    {
        List<ChatResponseUpdate> updates = await Reading.DeltasAsync($$"""{"{{field}}":"a\ud83d"}""", $$"""{"{{field}}":"\ude00b"}""");

        Assert.Equal("a😀b", string.Concat(updates.SelectMany(update => update.Contents).Select(Text)));
    }

    [Theory]
    [InlineData("content")]
    [InlineData("reasoning")]
    [InlineData("refusal")]
    public async Task Half_a_pair_that_is_never_completed_becomes_a_replacement_character(string field)
    {
        List<ChatResponseUpdate> updates = await Reading.DeltasAsync($$"""{"{{field}}":"a\ud83d"}""");

        Assert.Equal("a\uFFFD", string.Concat(updates.SelectMany(update => update.Contents).Select(Text)));
    }

    [Fact]
    public async Task Half_a_pair_is_held_back_over_empty_chunks()
    {
        List<ChatResponseUpdate> updates = await Reading.DeltasAsync("""{"content":"\ud83d"}""", """{"content":""}""", """{"content":"\ude00"}""");

        Assert.Equal("😀", updates.ToChatResponse().Text);
    }

    [Fact]
    public async Task Each_chunk_is_an_update_that_knows_what_is_known_so_far()
    {
        List<ChatResponseUpdate> updates = await Reading.StreamAsync(Answers.Stream);

        Assert.Equal(["Hello", ""], updates.Select(update => update.Text));
        Assert.All(updates, update => Assert.Equal(
            ("chatcmpl_1", "chatcmpl_1", "gpt-4o-mini", ChatRole.Assistant, DateTimeOffset.FromUnixTimeSeconds(1700000000)),
            (update.ResponseId, update.MessageId, update.ModelId, update.Role, update.CreatedAt)));
        Assert.Equal([null, ChatFinishReason.Stop], updates.Select(update => update.FinishReason));
        Assert.All(updates, update => Assert.Null(update.RawRepresentation));
    }

    [Fact]
    public async Task Ids_that_change_with_every_chunk_do_not_tear_the_message()
    {
        ChatResponse response = (await Reading.StreamAsync(
            """
            data: {"id":"","model":"","choices":[]}

            data: {"id":"a","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"}}]}

            data: {"id":"b","choices":[{"index":0,"delta":{"role":"model","content":"lo"},"finish_reason":"stop"}]}


            """)).ToChatResponse();

        Assert.Equal(("Hello", "a", "m"), (Assert.Single(response.Messages).Text, response.ResponseId, response.ModelId));
    }

    [Fact]
    public async Task A_refusal_is_delivered_whole_at_the_end()
    {
        List<ChatResponseUpdate> updates = await Reading.DeltasAsync("""{"refusal":"I "}""", """{"refusal":"can't."}""");

        ErrorContent refusal = Assert.Single(updates.ToChatResponse().Messages.Single().Contents.OfType<ErrorContent>());
        Assert.Equal(("I can't.", "Refusal"), (refusal.Message, refusal.ErrorCode));
    }

    [Fact]
    public async Task Citations_come_at_the_end_and_once()
    {
        string chunks = Reading.Deltas("""{"content":"Hel"}""", """{"content":"lo"}""")
            .Replace("\"choices\"", "\"citations\":[\"https://a.example/\"],\"choices\"", StringComparison.Ordinal);
        ChatResponse response = (await Reading.StreamAsync(chunks)).ToChatResponse();

        Assert.Equal("Hello", response.Text);
        CitationAnnotation citation = Assert.IsType<CitationAnnotation>(Assert.Single(response.Messages.Single().Contents.SelectMany(content => content.Annotations ?? [])));
        Assert.Equal("https://a.example/", citation.Url!.AbsoluteUri);
    }

    [Fact]
    public async Task A_field_that_every_chunk_repeats_is_kept_once()
    {
        string chunks = Answers.Stream.Replace("\"choices\"", "\"system_fingerprint\":\"fp\",\"obfuscation\":\"xyz\",\"choices\"", StringComparison.Ordinal);
        List<ChatResponseUpdate> updates = await Reading.StreamAsync(chunks);

        Assert.Equal("system_fingerprint", Assert.Single(updates, update => update.AdditionalProperties is not null).AdditionalProperties!.Single().Key);
    }

    [Fact]
    public async Task Log_probabilities_are_on_their_update_and_whole_at_the_end()
    {
        string chunk(string token) => $$$"""data: {"id":"c1","choices":[{"index":0,"delta":{"content":"{{{token}}}"},"logprobs":{"content":[{"token":"{{{token}}}"}],"refusal":null}}]}""" + "\n\n";
        List<ChatResponseUpdate> updates = await Reading.StreamAsync(chunk("a") + chunk("b") + "data: [DONE]\n\n");

        Assert.Equal("""{"content":[{"token":"a"}],"refusal":null}""", Json(updates[0].AdditionalProperties!["logprobs"]));
        Assert.Equal("""{"content":[{"token":"a"},{"token":"b"}]}""", Json(updates.ToChatResponse().Messages[0].AdditionalProperties!["logprobs"]));
    }

    [Fact]
    public async Task Other_choices_are_kept_as_json_and_never_mixed_in()
    {
        List<ChatResponseUpdate> updates = await Reading.StreamAsync(
            """
            data: {"id":"c1","choices":[{"index":0,"delta":{"content":"one"}}]}

            data: {"id":"c1","choices":[{"delta":{"content":"two"},"index":1}]}

            data: {"id":"c1","choices":[{"index":1,"delta":{},"finish_reason":"length"},{"index":0,"delta":{},"finish_reason":"stop"}]}


            """);

        Assert.Equal(("one", ChatFinishReason.Stop), (updates.ToChatResponse().Text, updates.ToChatResponse().FinishReason));
        Assert.Contains("two", Json(updates[1].AdditionalProperties!["choices"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_transcript_of_streamed_audio_is_whole_at_the_end()
    {
        ChatResponse response = (await Reading.DeltasAsync(
            """{"audio":{"id":"a1","transcript":"Hel"}}""", """{"audio":{"data":"AQID"}}""", """{"audio":{"transcript":"lo","expires_at":5}}""")).ToChatResponse();

        Assert.Equal("data:audio/mpeg;base64,AQID", response.Messages[0].Contents.OfType<DataContent>().Single().Uri);
        Assert.Equal("""{"id":"a1","expires_at":5,"transcript":"Hello"}""", Json(response.Messages[0].AdditionalProperties!["audio"]));
    }

    private static string? Text(AIContent content) => content switch
    {
        TextContent text => text.Text,
        TextReasoningContent reasoning => reasoning.Text,
        ErrorContent error => error.Message,
        _ => null,
    };

    private static string Json(object? value) => Assert.IsType<JsonElement>(value).GetRawText();
}
