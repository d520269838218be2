using Microsoft.AspNetCore.Http;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Limits;
using Routeur.AI.LocalGateway.Policies;
using Routeur.AI.LocalGateway.Policies.Moderation;
using Routeur.AI.LocalGateway.Upstreams;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary>
/// Brings an upstream's answer to the caller. While a moderation rule is enabled, the whole answer is gathered and checked before its first
/// byte goes out, so that no match slips through between two pieces; otherwise each piece goes out as it comes.
/// </summary>
internal sealed class AnswerDelivery(ModerationPolicy moderation, RateLimiter limiter)
{
    /// <param name="answer">The answer to be.</param>
    /// <param name="request">What the caller asked.</param>
    /// <param name="upstream">Who answers.</param>
    /// <param name="upstreamRequest">What goes upstream.</param>
    /// <exception cref="GatewayException">A moderation rule blocks it.</exception>
    public async Task RunAsync(ChatAnswer answer, ChatRequest request, IUpstream upstream, UpstreamRequest upstreamRequest)
    {
        GatewayCall call = answer.Call;
        IChatAnswerWriter writer = request.Stream ? new StreamedAnswerWriter(answer) : new PlainAnswerWriter(answer);
        UpstreamRecorder? recorder = call.Trace!.Archive is { } archive ? new UpstreamRecorder(archive, answer) : null;
        List<UpstreamDelta>? held = moderation.IsActive ? [] : null;
        bool isWhole = true;
        try
        {
            await foreach (UpstreamDelta delta in upstream.CompleteAsync(upstreamRequest, call.Aborted).ConfigureAwait(false))
            {
                // Tokens count while they are generated [/guides/rate-limits], also those of an answer that nobody stays for.
                limiter.Spend(call, delta.Usage.Total - answer.Usage.Total);
                answer.Take(delta);
                recorder?.Add(delta);
                held?.Add(delta);
                await (held is null ? writer.WriteAsync(delta) : Task.CompletedTask).ConfigureAwait(false);
            }
        }
        catch (AnswerBrokenOffException)
        {
            isWhole = false;
        }

        recorder?.Keep();
        foreach (UpstreamDelta delta in held is null ? [] : Moderate(call, held, request))
        {
            await writer.WriteAsync(delta).ConfigureAwait(false);
        }

        call.Complete(StatusCodes.Status200OK);
        await (isWhole ? writer.FinishAsync() : writer.BreakOffAsync()).ConfigureAwait(false);
    }

    private IReadOnlyList<UpstreamDelta> Moderate(GatewayCall call, List<UpstreamDelta> held, ChatRequest request)
    {
        PolicyCheck check = moderation.Begin(request.Body.GetProperty(ChatFields.Messages));
        IReadOnlyList<UpstreamDelta> moderated = ModeratedAnswer.Apply(held, check);
        call.Trace!.Matches.AddRange(check.Matches);
        return check.BlockedBy is { } rule ? throw GatewayException.BlockedByModeration(rule.Name) : moderated;
    }
}
