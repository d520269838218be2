using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Reads citations: <c>annotations</c> of a message, and the bare lists of addresses that some gateways put beside the choices.</summary>
internal static class AnnotationReader
{
    /// <summary>Adds what <paramref name="value"/> holds to <paramref name="annotations"/>, except addresses that are there already.</summary>
    /// <param name="value">An array of annotations, of <c>{"url", "title"}</c> objects, or of addresses.</param>
    /// <param name="annotations">Where they go.</param>
    /// <param name="onlyNewUrls">Whether an address that is cited already is left out: a bare list repeats what annotations say better.</param>
    public static void Read(JsonElement value, List<AIAnnotation> annotations, bool onlyNewUrls)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        AnswerLimits.Check(value.GetArrayLength(), AnswerLimits.MaxCitations, "citations");
        HashSet<Uri> cited = onlyNewUrls ? [.. annotations.OfType<CitationAnnotation>().Select(citation => citation.Url).OfType<Uri>()] : [];
        foreach (JsonElement item in value.EnumerateArray())
        {
            AIAnnotation? annotation = item.ValueKind switch
            {
                JsonValueKind.String => new CitationAnnotation { Url = ToUri(item.GetString()) },
                JsonValueKind.Object => ReadObject(item),
                _ => null,
            };

            bool known = onlyNewUrls && annotation is CitationAnnotation { Url: { } url } && !cited.Add(url);
            if (annotation is not null && !known)
            {
                annotation.RawRepresentation = item;
                annotations.Add(annotation);
                AnswerLimits.Check(annotations.Count, AnswerLimits.MaxCitations, "citations");
            }
        }
    }

    private static AIAnnotation ReadObject(JsonElement item)
    {
        if (Inner(item, "url_citation") is { } nested)
        {
            return Citation(nested);
        }

        if (Inner(item, "file_citation") is { } file)
        {
            return Citation(file);
        }

        // Some gateways leave the inner object out.
        return item.TryGetProperty("url", out _) || item.TryGetProperty("file_id", out _)
            ? Citation(item)
            : new AIAnnotation { AdditionalProperties = new() { ["annotation"] = item } };
    }

    private static CitationAnnotation Citation(JsonElement item)
    {
        int? start = Position(item, "start_index");
        int? end = Position(item, "end_index");
        return new CitationAnnotation
        {
            Url = ToUri(KeptJson.Text(item, "url")),
            Title = KeptJson.Text(item, "title"),
            FileId = KeptJson.Text(item, "file_id"),
            Snippet = KeptJson.Text(item, "content") ?? KeptJson.Text(item, "snippet"),
            AnnotatedRegions = start is null && end is null ? null : [new TextSpanAnnotatedRegion { StartIndex = start, EndIndex = end }],
        };
    }

    private static JsonElement? Inner(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement inner) && inner.ValueKind == JsonValueKind.Object ? inner : null;

    private static int? Position(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int position) ? position : null;

    private static Uri? ToUri(string? text) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out Uri? uri) ? uri : null;
}
