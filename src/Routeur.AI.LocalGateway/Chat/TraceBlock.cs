using System.Text.Json;
using Routeur.AI.LocalGateway.Archive;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Traces;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary>
/// Writes the <c>routeur</c> block. The sample has four fields [/guides/request-lifecycle]; the traces guide says that the whole record
/// comes inline [/guides/traces], and that is what goes out here.
/// </summary>
internal sealed class TraceBlock(PayloadLinks links)
{
    public void Write(Utf8JsonWriter writer, GatewayCall call)
    {
        TraceRecord trace = call.Trace!;
        writer.WritePropertyName(TraceFields.Block);
        TraceJson.Write(writer, trace, trace.Archive is null ? null : links.Mint(call.Request, trace.RequestId));
    }
}
