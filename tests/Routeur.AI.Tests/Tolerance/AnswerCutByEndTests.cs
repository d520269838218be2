namespace Routeur.AI.Tests.Tolerance;

/// <summary>Every answer of the corpus, cut at every byte by a connection that closes cleanly.</summary>
public sealed class AnswerCutByEndTests
{
    public static TheoryData<string> Names => Corpus.Names;

    [Theory(Timeout = Guard.Milliseconds), MemberData(nameof(Names))]
    public Task An_answer_that_ends_early_is_complete_or_an_error(string name) =>
        CutAnswer.AssertAtEveryByteAsync(name, failAtEnd: null, TestContext.Current.CancellationToken);
}
