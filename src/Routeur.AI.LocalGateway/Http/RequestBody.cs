using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Routeur.AI.LocalGateway.Http;

/// <summary>Reads a request's body, up to a limit.</summary>
internal static class RequestBody
{
    public static async Task<byte[]> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            throw GatewayException.TooLarge(limit);
        }

        PipeReader reader = request.BodyReader;
        while (true)
        {
            ReadResult result = await ReadAsync(reader, cancellationToken).ConfigureAwait(false);
            if (result.Buffer.Length > limit)
            {
                // Kestrel swallows what still comes, so that the client gets to read the answer.
                reader.AdvanceTo(result.Buffer.End);
                throw GatewayException.TooLarge(limit);
            }

            if (result.IsCompleted)
            {
                byte[] body = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return body;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    // A body that is no HTTP, or that ends in the middle, is the client's mistake.
    private static async ValueTask<ReadResult> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw GatewayException.InvalidRequest($"malformed request body: {e.Message}");
        }
    }
}
