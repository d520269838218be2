using System.Text.Json;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Routing;
using Routeur.AI.LocalGateway.Scripting;
using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary><c>POST /v1/chat/completions</c> [/api-reference/chat-completions/create].</summary>
internal sealed class ChatEndpoint(
    RouteResolver resolver,
    RouteTables routes,
    DlpGate dlp,
    ReplyScript replies,
    UpstreamSelection upstreams,
    AnswerDelivery delivery,
    TraceBlock block)
{
    public const string Path = "/v1/chat/completions";

    public async Task HandleAsync(GatewayCall call)
    {
        using JsonDocument document = RequestJson.Parse(call.Body);
        ChatRequest request = ChatRequestReader.Read(document.RootElement);
        call.Trace!.RequestedModel = request.Model;
        RoutingHeaders headers = RoutingHeaders.Read(call.Request.Headers);
        GatewayRoute route = resolver.Resolve(headers, request.Model, routes.Of(call.Key!.OrganizationId).Active);
        call.Trace.Route = route;
        RecordedRequest record = call.Record(route);

        ReadOnlyMemory<byte> upstreamBody = dlp.Pass(call, request.Body, route.Model);
        if (headers.DryRun)
        {
            await DryRunAnswer.WriteAsync(call, block).ConfigureAwait(false);
            return;
        }

        call.Trace.Archive?.KeepUpstreamRequest(upstreamBody.Span);
        ScriptedReply? script = replies.Take(record);
        await upstreams.WaitAsync(script, call.Aborted).ConfigureAwait(false);
        if (script?.Failure is { } failure)
        {
            call.Complete(failure.Status);
            await ErrorAnswer.WriteAsync(call.Response, failure, call.Aborted).ConfigureAwait(false);
            return;
        }

        if (script?.RawAnswer is { } raw)
        {
            await WriteRawAsync(call, raw).ConfigureAwait(false);
            return;
        }

        using JsonDocument prompt = JsonDocument.Parse(upstreamBody);
        Dialect dialect = upstreams.DialectOf(route.Target);
        var answer = new ChatAnswer(call, route, request, dialect, headers.Trace ? block : null);
        var upstreamRequest = new UpstreamRequest(call.RequestId, route.Target, prompt.RootElement) { Dialect = dialect, Stream = request.Stream };
        await delivery.RunAsync(answer, request, upstreams.For(script, dialect), upstreamRequest).ConfigureAwait(false);
    }

    private static async Task WriteRawAsync(GatewayCall call, RawReply raw)
    {
        call.Complete(raw.Status);
        call.Response.StatusCode = raw.Status;
        call.Response.ContentType = raw.ContentType;
        if (!raw.Body.IsEmpty)
        {
            await call.Response.BodyWriter.WriteAsync(raw.Body, call.Aborted).ConfigureAwait(false);
        }
    }
}
