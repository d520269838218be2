using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Routeur.AI.LocalGateway.Archive;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Traces;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Management;

/// <summary>
/// What a <c>payload_url</c> leads to [/guides/traces]: one JSON document with four members. The service has a host of its own for it; here
/// it is a path of the gateway, which takes no key.
/// </summary>
internal sealed class PayloadEndpoint(TraceStore traces, PayloadLinks links)
{
    public const string Path = PayloadLinks.PathPrefix + EndpointTable.Parameter;

    public Task HandleAsync(GatewayCall call)
    {
        if (!links.IsGood(call.Parameter, call.Request.Query[PayloadFields.Signature]))
        {
            throw GatewayException.Forbidden("the signature is wrong or has expired; fetch the trace again");
        }

        PayloadArchive archive = traces.Find(call.Parameter)?.Archive ?? throw GatewayException.NotFound("the archive is gone");
        call.Response.Headers[HeaderNames.CacheControl] = "no-store";
        return JsonAnswer.WriteAsync(call.Response, archive, Write, call.Aborted);
    }

    private static void Write(Utf8JsonWriter writer, PayloadArchive archive)
    {
        writer.WriteStartObject();
        WriteLayer(writer, PayloadFields.CallerRequest, archive.CallerRequest);
        WriteLayer(writer, PayloadFields.UpstreamRequest, archive.UpstreamRequest);
        WriteLayer(writer, PayloadFields.UpstreamResponse, archive.UpstreamResponse);
        WriteLayer(writer, PayloadFields.CallerResponse, archive.CallerResponse);
        writer.WriteEndObject();
    }

    private static void WriteLayer(Utf8JsonWriter writer, string name, PayloadLayer? layer)
    {
        writer.WritePropertyName(name);
        if (layer is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            layer.Write(writer);
        }
    }
}
