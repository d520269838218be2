using Routeur.AI.Tests.Tolerance.Cases;

namespace Routeur.AI.Tests.Tolerance;

/// <summary>All cases of the tolerance suite: answers that real OpenAI-compatible gateways give.</summary>
internal static class Corpus
{
    public static IReadOnlyList<ToleranceCase> All { get; } =
    [
        .. PlainTextCases.All,
        .. ToolCallCases.All,
        .. UsageCases.All,
        .. FinishReasonCases.All,
        .. IdentityCases.All,
        .. ReasoningCases.All,
        .. MediaCases.All,
        .. UnicodeCases.All,
        .. GatewayCases.All,
        .. TrapCases.All,
        .. StreamToolCallCases.All,
        .. SseFramingCases.All,
        .. ErrorStatusCases.All,
        .. ErrorsWithStatus200Cases.All,
    ];

    /// <summary>The names, as rows of a theory: a row that fails names the gateway.</summary>
    public static TheoryData<string> Names { get; } = [.. All.Select(@case => @case.Name)];

    public static ToleranceCase Find(string name) => All.Single(@case => @case.Name == name);
}
