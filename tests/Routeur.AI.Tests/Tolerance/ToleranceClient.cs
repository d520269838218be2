using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Tolerance;

/// <summary>One client that gets a case's answer again and again: whole, in pieces, cut, or changed.</summary>
internal sealed class ToleranceClient : IDisposable
{
    private static readonly ChatMessage[] Messages = [new(ChatRole.User, "Hello")];

    private readonly ToleranceCase _case;
    private readonly RouteurChatClient _client;
    private NetworkStream _body = new([]);
    private int _requests;

    public ToleranceClient(ToleranceCase @case)
    {
        _case = @case;
        _client = TestClients.Chat(new StubHandler(_ => Answer()));
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Asks once and gets <paramref name="body"/>. Everything but the guard's own cancellation comes back as an outcome.</summary>
    public async Task<Outcome> AskAsync(NetworkStream body, CancellationToken cancellationToken)
    {
        _body = body;
        _requests = 0;
        Outcome outcome;
        try
        {
            ChatResponse response = _case.Streamed
                ? await _client.GetStreamingResponseAsync(Messages, cancellationToken: cancellationToken).ToChatResponseAsync(cancellationToken)
                : await _client.GetResponseAsync(Messages, cancellationToken: cancellationToken);
            outcome = Outcome.Of(response, _case);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            outcome = new Outcome("an exception", Exception: exception);
        }

        return
            _requests != 1 ? new Outcome($"the request was sent {_requests} times\n{outcome}") :
            !body.Disposed ? new Outcome($"the answer's stream was left open\n{outcome}") :
            outcome;
    }

    /// <summary>Asks for a stream and loses interest after the first update.</summary>
    /// <returns>Whether there was an update to stop after.</returns>
    public async Task<bool> AskAndStopAsync(NetworkStream body, CancellationToken cancellationToken)
    {
        _body = body;
        await foreach (ChatResponseUpdate _ in _client.GetStreamingResponseAsync(Messages, cancellationToken: cancellationToken))
        {
            return true;
        }

        return false;
    }

    private HttpResponseMessage Answer()
    {
        if (++_requests > 1)
        {
            throw new InvalidOperationException("The request was sent again.");
        }

        var content = new StreamContent(_body);
        if (_case.ContentType is { } contentType)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return new HttpResponseMessage((System.Net.HttpStatusCode)_case.Status) { Content = content };
    }
}
