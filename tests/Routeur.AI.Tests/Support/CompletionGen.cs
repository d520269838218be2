using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Routeur.AI.Tests.Support;

/// <summary>Generates well-formed answers: completions, and streams of chunks, as OpenAI documents them.</summary>
internal static class CompletionGen
{
    private static readonly Gen<string> Text = Const("", "a", "Hello", " world", "\n", "\"quoted\"", "\\", "é", "日本語", "😀", "\u0001", "<b>&amp;</b>", "\u2028", "{\"x\":1}")
        .Array[0, 6].Select(parts => string.Concat(parts));

    private static readonly Gen<string> Word = Const("a", "get_weather", "x-1", "call_abc", "gpt-4o-mini", "q");

    private static readonly Gen<int> Count = Gen.Int[0, 100_000];

    private static readonly Gen<JsonNode?> Value = Gen.Recursive<JsonNode?>((depth, inner) => depth > 2
        ? Scalar
        : Gen.Frequency(
            (4, Scalar),
            (1, inner.Array[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]))),
            (1, Gen.Select(Word, inner).Array[0, 3].Select(Object))));

    private static readonly Gen<string> Arguments = Gen.Select(Word, Value).Array[0, 3].Select(members => Object(members)!.ToJsonString());

    private static readonly Gen<JsonObject> Usage = Gen.Select(Count, Count, Count, Count, Gen.Int[0, 3], (prompt, completion, cached, reasoning, shape) =>
    {
        var usage = new JsonObject { ["prompt_tokens"] = prompt, ["completion_tokens"] = completion, ["total_tokens"] = prompt + completion };
        if ((shape & 1) != 0)
        {
            usage["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = cached, ["audio_tokens"] = 3 };
        }

        if ((shape & 2) != 0)
        {
            usage["completion_tokens_details"] = new JsonObject
            {
                ["reasoning_tokens"] = reasoning,
                ["audio_tokens"] = 4,
                ["accepted_prediction_tokens"] = 5,
                ["rejected_prediction_tokens"] = 6,
            };
        }

        return usage;
    });

    private static readonly Gen<(string Name, string Arguments)[]> Calls =
        Gen.Select(Word, Gen.Frequency((5, Arguments), (1, Const("{\"x\":", "nonsense", "[1]", "null")))).Array[0, 3];

    private static readonly Gen<JsonNode?> LogProbs = Gen.OneOf(
        Gen.Const<JsonNode?>((JsonNode?)null),
        Text.Select(token => (JsonNode?)new JsonObject
        {
            ["content"] = new JsonArray(new JsonObject { ["token"] = token, ["logprob"] = -0.25, ["bytes"] = null, ["top_logprobs"] = new JsonArray() }),
            ["refusal"] = null,
        }));

    private static readonly Gen<string> FinishReason = Const("stop", "length", "tool_calls", "content_filter", "function_call");

    private static readonly Gen<Fields> AllFields = Gen.Select(
        Gen.Select(Text, Text, Text, Calls, (text, reasoning, refusal, calls) => (text, reasoning, refusal, calls)),
        Gen.Select(Usage, LogProbs, FinishReason, Word, Word, (usage, logProbs, finish, id, model) => (usage, logProbs, finish, id, model)),
        Gen.Int[0, 2047],
        Gen.Int[1, 2_000_000_000],
        Gen.Int[1, 5],
        (content, rest, parts, created, piece) => new Fields(
            content.text, content.reasoning, content.refusal, content.calls, rest.usage, rest.logProbs, rest.finish, rest.id, rest.model, parts, created, piece));

    /// <summary>A plain answer's body.</summary>
    public static Gen<string> Plain { get; } = AllFields.Select(f =>
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = f.Has(0) ? f.Text : null };
        if (f.Has(10))
        {
            message["content"] = new JsonArray(
                new JsonObject { ["type"] = "text", ["text"] = f.Text },
                Image("https://example.com/a.png", "high"), Image("https://example.com/b?c=d", null), Image("data:image/webp;base64,AQID", "low"));
        }

        AddOptional(message, f);
        if (f.Has(5))
        {
            message["annotations"] = new JsonArray(Citation("https://example.com/a?b=c", "A", 0, 3), Citation("https://example.com/ü", "", 4, 9));
        }

        if (f.Has(6))
        {
            message["audio"] = new JsonObject { ["id"] = "audio_1", ["expires_at"] = 1, ["data"] = "AQID", ["transcript"] = f.Text };
        }

        if (f.Calls.Length > 0)
        {
            message["tool_calls"] = new JsonArray([.. f.Calls.Select((call, i) => Call(call, i, index: false))]);
        }

        JsonObject body = Envelope(f, "chat.completion");
        body["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["logprobs"] = f.LogProbs?.DeepClone(), ["finish_reason"] = f.Finish });
        if (f.Has(4))
        {
            body["usage"] = f.Usage.DeepClone();
        }

        return Serialize(body, f);
    });

    /// <summary>A stream's body.</summary>
    public static Gen<string> Stream { get; } = AllFields.Select(f =>
    {
        var deltas = new List<JsonObject> { new() { ["role"] = "assistant", ["content"] = f.Has(0) ? "" : null } };
        if (f.Has(1))
        {
            deltas.AddRange(Pieces(f.Reasoning, f.Piece).Select(piece => new JsonObject { ["content"] = null, ["reasoning_content"] = piece }));
        }

        deltas.AddRange(Pieces(f.Text, f.Piece).Select(piece => new JsonObject { ["content"] = piece }));
        if (f.Has(6))
        {
            deltas.Add(new JsonObject { ["audio"] = new JsonObject { ["id"] = "audio_1", ["data"] = "AQID" } });
            deltas.Add(new JsonObject { ["audio"] = new JsonObject { ["data"] = "BAU=", ["transcript"] = f.Text, ["expires_at"] = 1 } });
        }

        for (int i = 0; i < f.Calls.Length; i++)
        {
            deltas.Add(new JsonObject { ["tool_calls"] = new JsonArray(Call((f.Calls[i].Name, ""), i, index: true)) });
            deltas.AddRange(Pieces(f.Calls[i].Arguments, f.Piece).Select(piece => new JsonObject
            {
                ["tool_calls"] = new JsonArray(new JsonObject { ["index"] = i, ["function"] = new JsonObject { ["arguments"] = piece } }),
            }));
        }

        if (f.Has(2) && f.Refusal.Length > 0 && f.Calls.Length > 0)
        {
            deltas.AddRange(Pieces(f.Refusal, f.Piece).Select(piece => new JsonObject { ["refusal"] = piece }));
        }

        var chunks = deltas.ConvertAll(delta => Chunk(f, delta, null));
        chunks.Add(Chunk(f, [], f.Finish));
        if (f.Has(4))
        {
            JsonObject usage = Envelope(f, "chat.completion.chunk");
            usage["choices"] = new JsonArray();
            usage["usage"] = f.Usage.DeepClone();
            chunks.Add(usage);
        }

        string end = f.Has(7) ? "\r\n" : "\n";
        var text = new StringBuilder();
        foreach (JsonObject chunk in chunks)
        {
            text.Append("data: ").Append(Serialize(chunk, f)).Append(end).Append(end);
        }

        return text.Append("data: [DONE]").Append(end).Append(end).ToString();
    });

    private static Gen<string> Const(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<JsonNode?> Scalar => Gen.OneOf(
        Text.Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.Int.Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Double[-1e6, 1e6].Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Bool.Select(flag => (JsonNode?)JsonValue.Create(flag)),
        Gen.Const<JsonNode?>((JsonNode?)null));

    private static void AddOptional(JsonObject message, Fields f)
    {
        if (f.Has(1) && f.Reasoning.Length > 0)
        {
            message["reasoning_content"] = f.Reasoning;
        }

        if (f.Has(2))
        {
            message["refusal"] = f.Refusal.Length > 0 ? f.Refusal : null;
        }
    }

    private static JsonObject Envelope(Fields f, string kind)
    {
        var body = new JsonObject { ["id"] = f.Id, ["object"] = kind, ["created"] = f.Created, ["model"] = f.Model };
        if (f.Has(3))
        {
            body["system_fingerprint"] = "fp_1";
            body["service_tier"] = "default";
        }

        return body;
    }

    private static JsonObject Chunk(Fields f, JsonObject delta, string? finish)
    {
        JsonObject chunk = Envelope(f, "chat.completion.chunk");
        chunk["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = f.LogProbs?.DeepClone(), ["finish_reason"] = finish });
        if (f.Has(8))
        {
            chunk["usage"] = null;
        }

        return chunk;
    }

    private static JsonObject Call((string Name, string Arguments) call, int position, bool index)
    {
        var entry = new JsonObject
        {
            ["id"] = "call_" + position.ToString(CultureInfo.InvariantCulture),
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments },
        };
        if (index)
        {
            entry["index"] = position;
        }

        return entry;
    }

    private static JsonObject Image(string url, string? detail)
    {
        var image = new JsonObject { ["url"] = url };
        if (detail is not null)
        {
            image["detail"] = detail;
        }

        return new JsonObject { ["type"] = "image_url", ["image_url"] = image };
    }

    private static JsonObject Citation(string url, string title, int start, int end) => new()
    {
        ["type"] = "url_citation",
        ["url_citation"] = new JsonObject { ["url"] = url, ["title"] = title, ["start_index"] = start, ["end_index"] = end },
    };

    // Never in the middle of a surrogate pair: the reference implementation cannot read that.
    private static IEnumerable<string> Pieces(string text, int size)
    {
        var piece = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            piece.Append(rune.ToString());
            if (piece.Length >= size)
            {
                yield return piece.ToString();
                piece.Clear();
            }
        }

        if (piece.Length > 0)
        {
            yield return piece.ToString();
        }
    }

    private static JsonNode? Object((string Name, JsonNode? Value)[] members)
    {
        var result = new JsonObject();
        foreach ((string name, JsonNode? value) in members)
        {
            result[name] = value?.DeepClone();
        }

        return result;
    }

    private static string Serialize(JsonObject json, Fields f) =>
        json.ToJsonString(new JsonSerializerOptions { Encoder = f.Has(9) ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : JavaScriptEncoder.Default });

    private sealed record Fields(
        string Text, string Reasoning, string Refusal, (string Name, string Arguments)[] Calls, JsonObject Usage, JsonNode? LogProbs,
        string Finish, string Id, string Model, int Parts, int Created, int Piece)
    {
        public bool Has(int part) => (Parts & (1 << part)) != 0;
    }
}
