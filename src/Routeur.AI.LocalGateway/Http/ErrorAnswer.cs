using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Routeur.AI.LocalGateway.Wire;

namespace Routeur.AI.LocalGateway.Http;

/// <summary>Writes the error envelope [/guides/errors].</summary>
internal static class ErrorAnswer
{
    public static async Task WriteAsync(HttpResponse response, GatewayException error, CancellationToken cancellationToken)
    {
        response.StatusCode = error.Status;
        if (error.RetryAfter is { } wait)
        {
            // A wait of less than a second would round to "at once".
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (error.Allow is not null)
        {
            response.Headers.Allow = error.Allow;
        }

        await JsonAnswer.WriteAsync(response, error, Write, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The envelope as text.</summary>
    public static string Text(GatewayException error) => JsonAnswer.Text(error, Write);

    private static void Write(Utf8JsonWriter writer, GatewayException error)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("code", error.Code);
        writer.WriteString("message", error.Message);
        writer.WriteString("type", ServiceErrors.Type);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
