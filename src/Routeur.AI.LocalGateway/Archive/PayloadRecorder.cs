using Microsoft.AspNetCore.Http.Features;
using Routeur.AI.LocalGateway.Http;

namespace Routeur.AI.LocalGateway.Archive;

/// <summary>Begins and ends a request's archive, if payload storage is on.</summary>
internal sealed class PayloadRecorder(bool enabled, int layerBytes)
{
    public void Begin(GatewayCall call)
    {
        if (!enabled)
        {
            return;
        }

        var archive = new PayloadArchive(layerBytes);
        archive.KeepCallerRequest(call.Body);
        call.Trace!.Archive = archive;
        call.Features.Set<IHttpResponseBodyFeature>(
            new CapturingBody(call.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), archive.CallerResponse));
    }

    /// <summary>What an app writes after the gateway, in which it is mapped, is no part of the answer.</summary>
    public static void End(GatewayCall call)
    {
        if (call.Features.Get<IHttpResponseBodyFeature>() is CapturingBody capturing)
        {
            call.Features.Set(capturing.Inner);
        }
    }
}
