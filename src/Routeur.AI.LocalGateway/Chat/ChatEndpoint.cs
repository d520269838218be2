using System.Text;
using System.Text.Json;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Limits;
using Routeur.AI.LocalGateway.Routing;
using Routeur.AI.LocalGateway.Scripting;
using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary><c>POST /v1/chat/completions</c> [/api-reference/chat-completions/create].</summary>
internal sealed class ChatEndpoint(RouteResolver resolver, RateLimiter limiter, ScriptedUpstreams upstreams)
{
    public const string Path = "/v1/chat/completions";

    public async Task HandleAsync(GatewayCall call)
    {
        using JsonDocument document = ChatRequestReader.Parse(call.Body);
        ChatRequest request = ChatRequestReader.Read(document.RootElement);
        RoutingHeaders headers = RoutingHeaders.Read(call.Request.Headers);
        GatewayRoute route = resolver.Resolve(headers, request.Model);
        call.Record(route);

        if (headers.DryRun)
        {
            await DryRunAnswer.WriteAsync(call, route).ConfigureAwait(false);
            return;
        }

        ScriptedReply? script = upstreams.Next();
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

        IUpstream upstream = upstreams.For(script);
        var answer = new ChatAnswer(call, route, request, headers.Trace);
        IChatAnswerWriter writer = request.Stream ? new StreamedAnswerWriter(answer) : new PlainAnswerWriter(answer);
        await foreach (UpstreamDelta delta in upstream
            .CompleteAsync(new UpstreamRequest(call.RequestId, route.Target, request.Body), call.Aborted)
            .ConfigureAwait(false))
        {
            // Tokens count while they are generated [/guides/rate-limits], also those of an answer that nobody stays for.
            limiter.Spend(call, delta.Usage.Total - answer.Usage.Total);
            answer.Take(delta);
            await writer.WriteAsync(delta).ConfigureAwait(false);
        }

        await writer.FinishAsync().ConfigureAwait(false);
    }

    private static async Task WriteRawAsync(GatewayCall call, RawReply raw)
    {
        call.Response.StatusCode = raw.Status;
        call.Response.ContentType = raw.ContentType;
        await call.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(raw.Body), call.Aborted).ConfigureAwait(false);
    }
}
