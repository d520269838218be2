namespace Routeur.AI.LocalGateway.Http;

/// <summary>A script wants the answer to end here, unfinished, on a sound connection.</summary>
internal sealed class AnswerBrokenOffException() : Exception("A scripted reply breaks the answer off.");
