namespace Routeur.AI.Pipeline;

/// <summary>How this library connects when it is not handed a transport.</summary>
internal static class RouteurHttp
{
    /// <summary>How long a connection is reused, so that changes in DNS are noticed by clients that live long.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a body that is not read to its end may hold its connection. By default it is two seconds, in which the handler reads on in the
    /// hope of using the connection again: a caller who has left a stream would be billed for what the model says meanwhile. What is left of a
    /// complete answer, the end mark behind <c>[DONE]</c>, comes right away.
    /// </summary>
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>A client of its own pool, without a time-out of its own: the call's clock is the only one.</summary>
    public static HttpClient CreateClient(RouteurSettings settings) =>
        new(CreateHandler(settings.ConnectTimeout)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>A handler that rotates connections and follows no redirect: a 307 would post the prompt and the headers elsewhere.</summary>
    public static SocketsHttpHandler CreateHandler(TimeSpan connectTimeout) => new()
    {
        AllowAutoRedirect = false,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        ResponseDrainTimeout = DrainTimeout,

        // Clients with different keys may share the handler; a cookie of one must not go with the other's requests.
        UseCookies = false,
    };
}
