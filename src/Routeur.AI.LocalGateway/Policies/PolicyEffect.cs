namespace Routeur.AI.LocalGateway.Policies;

/// <summary>What a rule does to a text that holds a match.</summary>
internal enum PolicyEffect
{
    Record,
    Warn,
    Replace,
    Block,
}
