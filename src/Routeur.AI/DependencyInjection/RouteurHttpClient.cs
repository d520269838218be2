namespace Routeur.AI;

/// <summary>The <see cref="HttpClient"/> that Routeur clients made by dependency injection take from <see cref="IHttpClientFactory"/>.</summary>
public static class RouteurHttpClient
{
    /// <summary>
    /// Its name, <c>Routeur</c>, the same for the unnamed and for all keyed clients: they share one connection pool, whose
    /// <see cref="RouteurOptions.ConnectTimeout"/> is that of the unnamed client, and one chain of handlers. Configure it with
    /// <c>services.AddHttpClient(RouteurHttpClient.Name)</c>, before or after the clients are added.
    /// </summary>
    /// <remarks>
    /// Out of the box: no time-out of its own (those of <see cref="RouteurOptions"/> hold), no redirects (a redirect would send the
    /// prompt to another address), no cookies (clients with different keys share the pool), connections replaced after 5 minutes so that
    /// DNS changes are seen, and handlers that live as long as the app. What you configure under this name, or for all clients, comes after that and wins.
    /// </remarks>
    public const string Name = "Routeur";
}
