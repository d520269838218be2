namespace Routeur.AI.Tests.Tolerance;

/// <summary>The corpus keeps what the suite promises.</summary>
public sealed class CorpusTests
{
    [Fact]
    public void There_are_at_least_a_hundred_answers_of_each_kind() // plain ones and streamed ones
    {
        Assert.True(Corpus.All.Count(@case => !@case.Streamed) >= 100);
        Assert.True(Corpus.All.Count(@case => @case.Streamed) >= 100);
    }

    [Fact]
    public void No_answer_occurs_twice()
    {
        Assert.Empty(Corpus.All.GroupBy(@case => @case.Name).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Empty(Corpus.All
            .GroupBy(@case => (@case.Streamed, @case.Status, @case.ContentType, Convert.ToBase64String(@case.Body)))
            .Where(group => group.Count() > 1)
            .Select(group => string.Join(" = ", group.Select(@case => @case.Name))));
    }

    [Fact]
    public void Every_answer_is_short_enough_to_be_cut_at_every_byte() =>
        Assert.All(Corpus.All, @case => Assert.InRange(@case.Body.Length, 0, 3000));
}
