using System.Text;
using System.Text.Json;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Routing;
using Routeur.AI.LocalGateway.Scripting;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary><c>POST /v1/chat/completions</c> [/api-reference/chat-completions/create].</summary>
internal sealed class ChatEndpoint(
    RouteResolver resolver, RouteTables routes, DlpGate dlp, AnswerDelivery delivery, ScriptedUpstreams upstreams, TraceBlock block)
{
    public const string Path = "/v1/chat/completions";

    public async Task HandleAsync(GatewayCall call)
    {
        using JsonDocument document = ChatRequestReader.Parse(call.Body);
        ChatRequest request = ChatRequestReader.Read(document.RootElement);
        call.Trace!.RequestedModel = request.Model;
        RoutingHeaders headers = RoutingHeaders.Read(call.Request.Headers);
        GatewayRoute route = resolver.Resolve(headers, request.Model, routes.Of(call.Key!.OrganizationId).Active);
        call.Trace.Route = route;
        call.Record(route);

        ReadOnlyMemory<byte> upstreamBody = dlp.Pass(call, request.Body, route.Model);
        if (headers.DryRun)
        {
            await DryRunAnswer.WriteAsync(call, block).ConfigureAwait(false);
            return;
        }

        call.Trace.Archive?.KeepUpstreamRequest(upstreamBody.Span);
        ScriptedReply? script = upstreams.Next();
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
        var answer = new ChatAnswer(call, route, request, headers.Trace ? block : null);
        await delivery.RunAsync(answer, upstreams.For(script), prompt.RootElement, request).ConfigureAwait(false);
    }

    private static async Task WriteRawAsync(GatewayCall call, RawReply raw)
    {
        call.Complete(raw.Status);
        call.Response.StatusCode = raw.Status;
        call.Response.ContentType = raw.ContentType;
        await call.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(raw.Body), call.Aborted).ConfigureAwait(false);
    }
}
