using System.Text.Json;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Limits;
using Routeur.AI.LocalGateway.Routing;
using Routeur.AI.LocalGateway.Scripting;
using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary><c>POST /v1/chat/completions</c> [/api-reference/chat-completions/create].</summary>
internal sealed class ChatEndpoint(RouteResolver resolver, RateLimiter limiter, ReplyScript replies, UpstreamSelection upstreams)
{
    public const string Path = "/v1/chat/completions";

    public async Task HandleAsync(GatewayCall call)
    {
        using JsonDocument document = ChatRequestReader.Parse(call.Body);
        ChatRequest request = ChatRequestReader.Read(document.RootElement);
        RoutingHeaders headers = RoutingHeaders.Read(call.Request.Headers);
        GatewayRoute route = resolver.Resolve(headers, request.Model);
        RecordedRequest record = call.Record(route);

        if (headers.DryRun)
        {
            await DryRunAnswer.WriteAsync(call, route).ConfigureAwait(false);
            return;
        }

        ScriptedReply? script = replies.Take(record);
        await upstreams.WaitAsync(script, call.Aborted).ConfigureAwait(false);
        if (script?.Failure is { } failure)
        {
            await ErrorAnswer.WriteAsync(call.Response, failure, call.Aborted).ConfigureAwait(false);
            return;
        }

        if (script?.RawAnswer is { } raw)
        {
            await WriteRawAsync(call, raw).ConfigureAwait(false);
            return;
        }

        Dialect dialect = upstreams.DialectOf(route.Target);
        var answer = new ChatAnswer(call, route, request, dialect, headers.Trace);
        IChatAnswerWriter writer = request.Stream ? new StreamedAnswerWriter(answer) : new PlainAnswerWriter(answer);
        var upstreamRequest = new UpstreamRequest(call.RequestId, route.Target, request.Body) { Dialect = dialect, Stream = request.Stream };
        try
        {
            await RelayAsync(upstreams.For(script, dialect), upstreamRequest, answer, writer).ConfigureAwait(false);
        }
        catch (AnswerBrokenOffException)
        {
            await writer.BreakOffAsync().ConfigureAwait(false);
            return;
        }

        await writer.FinishAsync().ConfigureAwait(false);
    }

    private async Task RelayAsync(IUpstream upstream, UpstreamRequest request, ChatAnswer answer, IChatAnswerWriter writer)
    {
        await foreach (UpstreamDelta delta in upstream.CompleteAsync(request, answer.Call.Aborted).ConfigureAwait(false))
        {
            // Tokens count while they are generated [/guides/rate-limits], also those of an answer that nobody stays for.
            limiter.Spend(answer.Call, delta.Usage.Total - answer.Usage.Total);
            answer.Take(delta);
            await writer.WriteAsync(delta).ConfigureAwait(false);
        }
    }

    private static async Task WriteRawAsync(GatewayCall call, RawReply raw)
    {
        call.Response.StatusCode = raw.Status;
        call.Response.ContentType = raw.ContentType;
        if (!raw.Body.IsEmpty)
        {
            await call.Response.BodyWriter.WriteAsync(raw.Body, call.Aborted).ConfigureAwait(false);
        }
    }
}
