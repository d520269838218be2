using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Routeur.AI.SemanticKernel.Pipeline;

/// <summary>A tool as it goes on the wire, under another name or with another schema. It is invoked further out, as itself.</summary>
internal sealed class WireFunction(AIFunctionDeclaration inner, string name, JsonElement schema) : AIFunctionDeclaration
{
    public override string Name => name;

    public override string Description => inner.Description;

    public override JsonElement JsonSchema => schema;

    public override JsonElement? ReturnJsonSchema => inner.ReturnJsonSchema;

    public override IReadOnlyDictionary<string, object?> AdditionalProperties => inner.AdditionalProperties;
}
