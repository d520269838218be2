using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Routeur.AI.LocalGateway.Tests.Support;

/// <summary>An ASP.NET Core app on Kestrel with a gateway mapped into it, and a bare HTTP client with its key.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private TestApp(WebApplication app, MappedRouteurGateway gateway)
    {
        App = app;
        Gateway = gateway;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = Timeout.InfiniteTimeSpan };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", gateway.ApiKey);
    }

    public WebApplication App { get; }

    public MappedRouteurGateway Gateway { get; }

    public HttpClient Http { get; }

    public static async Task<TestApp> StartAsync(Func<WebApplication, MappedRouteurGateway> map)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        MappedRouteurGateway gateway = map(app);
        await app.StartAsync(TestCaller.Cancel);
        return new TestApp(app, gateway);
    }

    public async Task<TestReply> PostAsync(string path, string body)
    {
        using HttpResponseMessage response = await OpenAsync(path, body);
        return await TestReply.ReadAsync(response);
    }

    /// <summary>Posts JSON and returns as soon as the headers are here.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestCaller.Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.DisposeAsync();
    }
}
