using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace Routeur.AI.SemanticKernel.Conversation;

/// <summary>Translates between a tool's one name on the wire and SK's two, of plugin and function.</summary>
internal sealed class FunctionNames
{
    private readonly Dictionary<string, (string? Plugin, string Function)> _byWireName = new(StringComparer.Ordinal);

    /// <param name="tools">The tools of the call.</param>
    /// <param name="keepArgumentTypes">Whether the arguments of calls keep their types, instead of becoming texts.</param>
    public FunctionNames(IEnumerable<AITool>? tools, bool keepArgumentTypes)
    {
        KeepArgumentTypes = keepArgumentTypes;
        HasTools = tools?.Any() is true;
        foreach (AITool tool in tools ?? [])
        {
            if (tool is FullyQualifiedAIFunction function)
            {
                _byWireName[tool.Name] = (function.Metadata.PluginName, function.Metadata.Name);
            }
        }
    }

    public bool KeepArgumentTypes { get; }

    /// <summary>Whether the call offers any tool.</summary>
    public bool HasTools { get; }

    /// <summary>Plugin and function of a tool. A name that the model has made up stays one, so that the caller sees what it was.</summary>
    public (string? Plugin, string Function) Split(string wireName) =>
        _byWireName.TryGetValue(wireName, out (string? Plugin, string Function) names) ? names : (null, wireName);

    /// <summary>The name under which SK gives a function to chat clients.</summary>
    public static string Join(string? plugin, string function) => string.IsNullOrWhiteSpace(plugin) ? function : $"{plugin}_{function}";
}
