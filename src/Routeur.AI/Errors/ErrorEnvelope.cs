using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Routeur.AI.Resilience;
using Routeur.AI.Routing;
using Routeur.AI.Wire;

namespace Routeur.AI.Errors;

/// <summary>Turns what the service says about a failure into one <see cref="RouteurException"/>.</summary>
/// <remarks>
/// The documented envelope is <c>{"error": {"code", "message", "type"}}</c> [/guides/errors]. Pages of the documentation disagree about
/// codes, and proxies answer with pages of their own, so every field is optional and the status speaks where the body does not.
/// </remarks>
internal static class ErrorEnvelope
{
    /// <summary>How much of an error body is read: 64 KB.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>How much of a body that cannot be understood is quoted.</summary>
    private const int MaxQuotedChars = 300;

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 64 };

    /// <summary>An answer with an error status, or one whose body is an error object although its status says success.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="body">The beginning of its body, at most <see cref="MaxBodyBytes"/>; anything at all.</param>
    /// <param name="now">The time against which a <c>Retry-After</c> date is read.</param>
    /// <param name="attempts">How many times the request was sent; 0 when it is not known.</param>
    /// <param name="provider">The provider that the call forced, for the message.</param>
    public static RouteurException ToException(
        PipelineResponse response, ReadOnlyMemory<byte> body, DateTimeOffset now, int attempts = 0, string? provider = null)
    {
        JsonDocument? document = TryParse(body);
        if (document is null)
        {
            return Build(response, default, Quote(body.Span), now, attempts, provider);
        }

        using (document)
        {
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out JsonElement error) && error.ValueKind != JsonValueKind.Null)
            {
                return Build(response, ErrorDetails.Read(error, root), Quote(body.Span), now, attempts, provider);
            }

            return Build(response, ErrorDetails.Read(root, root), Quote(body.Span), now, attempts, provider);
        }
    }

    /// <summary>An error object inside an answer that began well: <c>{"error": …}</c> as a stream's event or as a body with status 200.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="error">The value of <c>error</c>: an object, or whatever the gateway put there.</param>
    /// <param name="now">The time against which a <c>Retry-After</c> date is read.</param>
    public static RouteurException ToException(PipelineResponse response, JsonElement error, DateTimeOffset now) =>
        Build(response, ErrorDetails.Read(error, error), Excerpt.Cut(error.GetRawText(), MaxQuotedChars), now, attempts: 0, provider: null);

    /// <summary>An answer that cannot be understood. The message holds status, content type and the first 300 characters of what was received.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="received">What was received, or its beginning.</param>
    /// <param name="problem">What is wrong with it, as a sentence.</param>
    /// <param name="innerException">What the parser said.</param>
    public static RouteurException InvalidResponse(PipelineResponse response, ReadOnlySpan<byte> received, string problem, Exception? innerException = null)
    {
        string contentType = response.Headers.TryGetValue("Content-Type", out string? value) ? Excerpt.Cut(value ?? "none", Excerpt.MaxWordChars) : "none";
        if (response.Headers.TryGetValue("Content-Encoding", out string? encoding))
        {
            // Not asked for, or a transport that does not take back what it asked for.
            contentType += $", content encoding {Excerpt.Cut(encoding ?? "none", Excerpt.MaxWordChars)}";
        }

        string quoted = received.IsEmpty ? "The body is empty." : $"Received: {Quote(received)}";
        return new RouteurException(
            RouteurErrorCode.InvalidResponse,
            Secrets.Hide($"{problem.TrimEnd('.')} (HTTP {Number(response.Status)}, content type {contentType}). {quoted}"),
            response,
            Harmless(innerException))
        {
            RequestId = HeaderRequestId(response),
        };
    }

    /// <summary>An answer that a policy or transport of the user's has refused in words of its own, which are kept.</summary>
    /// <param name="refusal">What was thrown.</param>
    /// <param name="now">The time against which a <c>Retry-After</c> date is read.</param>
    public static RouteurException Refused(ClientResultException refusal, DateTimeOffset now)
    {
        PipelineResponse? response = refusal.GetRawResponse();
        RouteurErrorCode code = FromStatus(refusal.Status);
        return new RouteurException(code, Secrets.Hide(refusal.Message), response, refusal)
        {
            RequestId = response is null ? null : HeaderRequestId(response),
            RetryAfter = response is null ? null : RetryAfterHeader.Read(response, now),
            IsTransient = IsTransient(code, refusal.Status),
            RequestWasSent = true,
            ToldStatus = refusal.Status,
        };
    }

    /// <summary>A stream that ended early.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="problem">How it ended, as a sentence.</param>
    /// <param name="innerException">What the transport said.</param>
    public static RouteurException StreamInterrupted(PipelineResponse response, string problem, Exception? innerException = null) =>
        new(RouteurErrorCode.StreamInterrupted, Secrets.Hide(problem), response, Harmless(innerException))
        {
            RequestId = HeaderRequestId(response),
            IsTransient = true,
        };

    private static RouteurException Build(
        PipelineResponse response, ErrorDetails details, string quotedBody, DateTimeOffset now, int attempts, string? provider)
    {
        RouteurErrorCode code = details.Code is null ? FromStatus(response.Status) : new RouteurErrorCode(Secrets.Hide(details.Code));
        string? message = details.Message;

        // /guides/errors names provider_unconfigured without saying whether it is a code or a message: accept it in either place. But a rule's name is
        // free text, and a block that was taken for it would send the prompt to the next target.
        if (code != RouteurErrorCode.BlockedByDlp && code != RouteurErrorCode.BlockedByModeration && message?.Contains(RouteurErrorCode.ProviderUnconfigured.Value, StringComparison.OrdinalIgnoreCase) == true)
        {
            code = RouteurErrorCode.ProviderUnconfigured;
        }

        string? rule = RuleIn(code, message);
        var text = new StringBuilder();
        text.Append(Explain(code, rule, provider, response.Status, hasCode: details.Code is not null));
        text.Append(" (HTTP ").Append(Number(response.Status)).Append(", ").Append(code).Append("): ");
        text.Append(message ?? quotedBody).Append(RouteurException.AttemptsText(attempts));

        return new RouteurException(code, Secrets.Hide(text.ToString()), response)
        {
            RuleName = rule,
            RequestId = details.RequestId is { } id ? Secrets.Hide(id) : HeaderRequestId(response),
            RetryAfter = RetryAfterHeader.Read(response, now),
            IsTransient = IsTransient(code, response.Status),
            Attempts = attempts,
        };
    }

    private static string Explain(RouteurErrorCode code, string? rule, string? provider, int status, bool hasCode) => code switch
    {
        _ when code == RouteurErrorCode.BlockedByDlp => $"{Rule("DLP", rule)} blocked the prompt before a provider saw it",
        _ when code == RouteurErrorCode.BlockedByModeration => $"{Rule("moderation", rule)} withheld the answer",
        _ when code == RouteurErrorCode.ProviderUnconfigured =>
            $"No credential is configured for {(provider is null ? "the provider" : $"the provider \"{provider}\"")} in the Routeur account{(provider is null ? "" : "; if the name is wrong, correct it where it was set: RouteurOptions.Provider, WithRouteur or a scope")}",
        _ when code == RouteurErrorCode.RateLimited => "A rate limit of the key is exceeded",
        _ when status == 401 => "The Routeur key was not accepted; check RouteurOptions.ApiKey or ROUTEUR_KEY",
        _ when status == 403 => "The Routeur key may not do this",
        _ when status == 404 => hasCode ? "Not found" : $"Not found, and no code of Routeur's tells what; check {RouteurSettings.EndpointSetting}",
        _ when status is 408 or 504 => "The provider took too long",
        _ when status == 502 => "The provider failed",
        _ when status >= 500 => "The service failed",
        _ => "The service refused the request",
    };

    private static string Rule(string kind, string? name) => name is null ? $"A {kind} rule" : $"The {kind} rule \"{name}\"";

    private static RouteurErrorCode FromStatus(int status) => status switch
    {
        400 => RouteurErrorCode.InvalidRequest,
        401 => RouteurErrorCode.Unauthorized,
        403 => RouteurErrorCode.Forbidden,
        404 => RouteurErrorCode.NotFound,
        429 => RouteurErrorCode.RateLimited,
        502 or 504 => RouteurErrorCode.UpstreamError,
        _ => RouteurErrorCode.Unknown,
    };

    private static bool IsTransient(RouteurErrorCode code, int status)
    {
        if (code == RouteurErrorCode.ProviderUnconfigured)
        {
            return false;
        }

        // An error inside an answer that began with 200 has only its code to judge by.
        return status is 408 or 429 or 502 or 503 or 504 ||
            (status is >= 200 and < 300 && (code == RouteurErrorCode.RateLimited || code == RouteurErrorCode.UpstreamError));
    }

    private static string? RuleIn(RouteurErrorCode code, string? message)
    {
        string? prefix =
            code == RouteurErrorCode.BlockedByDlp ? "dlp:" :
            code == RouteurErrorCode.BlockedByModeration ? "moderation:" :
            null;

        if (prefix is null || message is null)
        {
            return null;
        }

        return message.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? Excerpt.Cut(Secrets.Hide(message[prefix.Length..].Trim()), Excerpt.MaxWordChars) : null;
    }

    private static string? HeaderRequestId(PipelineResponse response) =>
        response.Headers.TryGetValue(RouteurHeaderNames.RequestId, out string? id) ||
        response.Headers.TryGetValue(RouteurHeaderNames.CustomaryRequestId, out id) ? Excerpt.Word(id) is { } word ? Secrets.Hide(word) : null : null;

    private static JsonDocument? TryParse(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8))
        {
            body = body[3..];
        }

        if (body.IsEmpty)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(KeptJson.IsSafe(body.Span) ? body : KeptJson.Repair(body.Span), Lenient);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The JSON reader quotes a word that it cannot read, up to the next delimiter: megabytes, or a key.
    private static Exception? Harmless(Exception? exception) =>
        exception is JsonException { Message: { } said } && (said.Length > Excerpt.MaxMessageChars || Secrets.Hide(said) != said) ? null : exception;

    private static string Quote(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return "(empty body)";
        }

        // Four bytes are the longest a character takes; the decoder replaces what is cut or malformed.
        string text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MaxQuotedChars * 4)]).Trim();
        return Excerpt.Cut(text, MaxQuotedChars);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
