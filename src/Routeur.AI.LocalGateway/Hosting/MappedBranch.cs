using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Routeur.AI.LocalGateway.Hosting;

/// <summary>The gateway as one endpoint of somebody else's app.</summary>
internal sealed class MappedBranch(GatewayCore core)
{
    public const string Pattern = $"{Root}/{{**{Rest}}}";

    private const string Root = "/v1";
    private const string Rest = "routeurPath";

    public async Task HandleAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        (PathString pathBase, PathString path) = (request.PathBase, request.Path);

        // Buffering would hold streams back. The gateway has a limit of its own for bodies.
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        // As UsePathBase does it: the gateway need not know what it hangs under.
        int prefix = path.Value!.LastIndexOf(Root, RestStart(request, path.Value), StringComparison.OrdinalIgnoreCase);
        request.PathBase = pathBase + new PathString(path.Value[..prefix]);
        request.Path = new PathString(path.Value[prefix..]);
        try
        {
            await core.HandleAsync(context).ConfigureAwait(false);
        }
        finally
        {
            (request.PathBase, request.Path) = (pathBase, path);
        }
    }

    // Behind the root; "/v1" itself has no rest.
    private static int RestStart(HttpRequest request, string path) => path.Length - 1 - ((string?)request.RouteValues[Rest] ?? "").Length;
}
