using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.SemanticKernel.Pipeline;

/// <summary>A tool under another name. Only its description goes on the wire; it is invoked further out, under its own name.</summary>
internal sealed class RenamedFunction(AIFunctionDeclaration inner, string name) : AIFunctionDeclaration
{
    public override string Name => name;

    public override string Description => inner.Description;

    public override JsonElement JsonSchema => inner.JsonSchema;

    public override JsonElement? ReturnJsonSchema => inner.ReturnJsonSchema;

    public override IReadOnlyDictionary<string, object?> AdditionalProperties => inner.AdditionalProperties;
}
