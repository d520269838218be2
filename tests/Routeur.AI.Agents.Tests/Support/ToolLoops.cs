using System.Text.Json;
using Routeur.AI.LocalGateway;

namespace Routeur.AI.Agents.Tests.Support;

/// <summary>Models that call several tools, one after the other: the simulated one stops after the first.</summary>
internal static class ToolLoops
{
    /// <summary>From now on the model calls these tools in turn, one in each answer, and then says "done".</summary>
    public static void CallInTurn(this RouteurGateway gateway, params string[] tools) => gateway.When(request =>
    {
        int results = request.ReadJson().GetProperty("messages").EnumerateArray().Count(IsToolResult);
        return results < tools.Length ? ScriptedReply.ToolCalls((tools[results], "{}")) : ScriptedReply.Text("done");
    });

    private static bool IsToolResult(JsonElement message) => message.GetProperty("role").ValueEquals("tool");
}
