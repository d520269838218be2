namespace Routeur.AI.Tests.Tolerance;

/// <summary>Every answer of the corpus, cut at every byte by a connection that breaks.</summary>
public sealed class AnswerCutByFailureTests
{
    public static TheoryData<string> Names => Corpus.Names;

    [Theory(Timeout = Guard.Milliseconds), MemberData(nameof(Names))]
    public Task An_answer_whose_connection_breaks_is_complete_or_an_error(string name) =>
        CutAnswer.AssertAtEveryByteAsync(name, () => new IOException("The connection was reset."), TestContext.Current.CancellationToken);
}
