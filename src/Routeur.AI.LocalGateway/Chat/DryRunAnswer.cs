using Microsoft.AspNetCore.Http;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary>
/// The answer to <c>Routeur-Dry-Run: true</c>: the route resolution, from no upstream call and for no tokens. Its body is not
/// documented; ours is the chosen model and the <c>routeur</c> block, without choices, and plain also when a stream was asked for.
/// </summary>
internal static class DryRunAnswer
{
    public static Task WriteAsync(GatewayCall call, TraceBlock block)
    {
        call.Complete(StatusCodes.Status200OK);
        return JsonAnswer.WriteAsync(
            call.Response,
            (call, block),
            static (writer, resolution) =>
            {
                writer.WriteStartObject();
                writer.WriteString(ChatFields.Model, resolution.call.Trace!.Route!.Model);
                resolution.block.Write(writer, resolution.call);
                writer.WriteEndObject();
            },
            call.Aborted);
    }
}
