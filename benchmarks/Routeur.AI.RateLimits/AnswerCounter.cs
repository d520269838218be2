using System.Net;

namespace Routeur.AI.RateLimits;

/// <summary>Counts what comes back over the network.</summary>
internal sealed class AnswerCounter() : DelegatingHandler(new SocketsHttpHandler { MaxConnectionsPerServer = 1024 })
{
    private int _answers;
    private int _refusals;

    public int Answers => _answers;

    public int Refusals => _refusals;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        Interlocked.Increment(ref _answers);
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            Interlocked.Increment(ref _refusals);
        }

        return response;
    }
}
