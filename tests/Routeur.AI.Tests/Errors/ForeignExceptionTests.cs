using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Errors;

/// <summary>What handlers and policies of the user's throw: what they mean to say is kept, and their bugs stay theirs.</summary>
public class ForeignExceptionTests
{
    private readonly ObservedTimeProvider _time = new();

    [Theory]
    [InlineData(PipelinePosition.PerCall)]
    [InlineData(PipelinePosition.PerTry)]
    public async Task An_answer_that_a_policy_of_the_users_own_refuses_keeps_status_message_and_response(PipelinePosition position)
    {
        var response = new FakeResponse(418, ("Retry-After", "7"), ("X-Request-Id", "01K"));
        var refusal = new ClientResultException("not on my watch", response);

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(new Throws(refusal), position));

        Assert.Equal(418, error.Status);
        Assert.Equal("not on my watch", error.Message);
        Assert.Same(response, error.GetRawResponse());
        Assert.Same(refusal, error.InnerException);
        Assert.Equal(TimeSpan.FromSeconds(7), error.RetryAfter);
        Assert.Equal("01K", error.RequestId);
        Assert.False(error.IsTransient);
        Assert.Equal(position == PipelinePosition.PerTry ? 1 : 0, error.Attempts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusal_with_a_status_that_is_worth_another_call_says_so_and_is_not_repeated(bool retryTimeouts)
    {
        var policy = new Throws(new ClientResultException("too busy for you", new FakeResponse(503)));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(policy, PipelinePosition.PerTry, retryTimeouts));

        Assert.True(error.IsTransient);
        Assert.Equal(1, policy.Calls);
    }

    [Fact]
    public async Task A_refusal_that_knows_a_status_without_an_answer_keeps_it()
    {
        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(new Throws(new Refusal(451)), PipelinePosition.PerTry));

        Assert.Equal(451, error.Status);
        Assert.Null(error.GetRawResponse());
    }

    [Fact]
    public async Task A_key_that_a_refusal_shows_is_in_neither_of_the_two_exceptions()
    {
        var refusal = new ClientResultException($"{TestClients.Key} may not pass", new FakeResponse(403));

        RouteurException error = await Assert.ThrowsAsync<RouteurException>(() => Call(new Throws(refusal), PipelinePosition.PerTry));

        Assert.EndsWith("[key] may not pass", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(TestClients.Key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_per_call_policy_throws_for_reasons_of_its_own_is_not_taken_for_a_failure_of_the_service()
    {
        var own = new HttpRequestException("the policy's own service is down");

        Assert.Same(own, await Record.ExceptionAsync(() => Call(new Throws(own), PipelinePosition.PerCall)));
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(NullReferenceException))]
    [InlineData(typeof(ArgumentException))]
    [InlineData(typeof(NotSupportedException))]
    [InlineData(typeof(UnauthorizedAccessException))]
    public async Task A_bug_in_a_handler_comes_as_it_was_thrown_and_nothing_is_repeated(Type type)
    {
        var bug = (Exception)Activator.CreateInstance(type)!;
        var handler = new StubHandler(_ => throw bug);
        using RouteurClient client = TestClients.OnClock(handler, _time, ManagementClients.Retrying(3));

        Exception? thrown = await Record.ExceptionAsync(() => client.AsIChatClient().GetResponseAsync("hi"));

        Assert.Same(bug, thrown);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task A_bug_that_shows_at_the_second_attempt_comes_as_it_was_thrown_and_from_where()
    {
        int calls = 0;
        var handler = new StubHandler(_ => ++calls == 1 ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused") : Bug());
        using RouteurClient client = TestClients.OnClock(handler, _time, ManagementClients.Retrying(3));

        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _time.Run(client.AsIChatClient().GetResponseAsync("hi")));

        Assert.Equal("a bug", thrown.Message);
        Assert.Contains(nameof(Bug), thrown.StackTrace, StringComparison.Ordinal);
        Assert.Equal(2, calls);
    }

    private static async Task<ChatResponse> Call(PipelinePolicy policy, PipelinePosition position, bool retryTimeouts = false)
    {
        using var client = new RouteurClient(TestClients.Options(o => (o.MaxRetries, o.MaxRetryDelay, o.RetryTimeouts) = (3, TimeSpan.Zero, retryTimeouts)), o =>
        {
            TestClients.Transport(StubHandler.Json(Answers.Plain))(o);
            o.AddPolicy(policy, position);
        });
        return await client.AsIChatClient().GetResponseAsync("hi");
    }

    private static HttpResponseMessage Bug() => throw new InvalidOperationException("a bug");

    private sealed class Refusal : ClientResultException
    {
        public Refusal(int status)
            : base("refused for legal reasons") => Status = status;
    }

    private sealed class Throws(Exception exception) : PipelinePolicy
    {
        public int Calls { get; private set; }

        public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) => throw Count();

        public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex) => throw Count();

        private Exception Count()
        {
            Calls++;
            return exception;
        }
    }
}
