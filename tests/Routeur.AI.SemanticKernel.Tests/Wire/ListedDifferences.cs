using System.Text.Json.Nodes;

namespace Routeur.AI.SemanticKernel.Tests.Wire;

/// <summary>Every difference between the bodies of SK's OpenAI connector and ours that docs/semantic-kernel.md lists; there are no others.</summary>
internal static class ListedDifferences
{
    /// <summary>Changes a body of SK's connector into the one that ours must send.</summary>
    public static void Apply(JsonObject theirs)
    {
        foreach (JsonObject function in Functions(theirs))
        {
            Rename(function);

            // "strict" is left out where nobody asked for it.
            if (!function["strict"]!.GetValue<bool>())
            {
                function.Remove("strict");
            }

            // The schema always says that there are no other parameters.
            JsonObject parameters = function["parameters"]!.AsObject();
            parameters["additionalProperties"] = false;

            // In strict mode optional parameters are required, but not nullable.
            foreach (JsonObject parameter in parameters["properties"]!.AsObject().Select(p => p.Value!.AsObject()))
            {
                if (parameter["type"] is JsonArray types)
                {
                    parameter["type"] = types.Single(type => type!.GetValue<string>() != "null")!.DeepClone();
                }
            }
        }

        foreach (JsonObject message in theirs["messages"]!.AsArray().Select(m => m!.AsObject()))
        {
            // A turn that only calls functions has no content.
            if (message["tool_calls"] is JsonArray calls)
            {
                Assert.Equal("", message["content"]!.GetValue<string>());
                message.Remove("content");
                foreach (JsonNode? call in calls)
                {
                    Rename(call!["function"]!.AsObject());
                }
            }
        }

        ForgetCallIds(theirs);
    }

    /// <summary>Takes the ids of calls, which the gateway made anew for each run, out of a body.</summary>
    public static void ForgetCallIds(JsonObject body)
    {
        foreach (JsonObject message in body["messages"]!.AsArray().Select(m => m!.AsObject()))
        {
            if (message["tool_call_id"] is not null)
            {
                message["tool_call_id"] = "id";
            }

            foreach (JsonNode? call in message["tool_calls"]?.AsArray() ?? [])
            {
                call!["id"] = "id";
            }
        }
    }

    // SK's connector joins plugin and function with a dash, SK's way to chat clients with an underscore.
    private static void Rename(JsonObject function) =>
        function["name"] = function["name"]!.GetValue<string>().Replace('-', '_');

    private static IEnumerable<JsonObject> Functions(JsonObject body) =>
        (body["tools"]?.AsArray() ?? []).Select(tool => tool!["function"]!.AsObject());
}
