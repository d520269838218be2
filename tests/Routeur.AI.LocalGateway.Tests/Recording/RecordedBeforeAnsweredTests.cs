using Microsoft.AspNetCore.Builder;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Recording;

public sealed class RecordedBeforeAnsweredTests
{
    [Theory]
    [InlineData("GET", "v1/models")]
    [InlineData("GET", "v1/models/auto")]
    [InlineData("GET", "v1/models/nobody")]
    [InlineData("GET", "v1/traces")]
    [InlineData("POST", "v1/chat/completions")]
    public async Task A_request_is_on_record_before_the_first_byte_of_its_answer(string method, string path)
    {
        MappedRouteurGateway? gateway = null;
        int recorded = -1;
        await using TestApp app = await TestApp.StartAsync(a =>
        {
            a.Use(async (context, next) =>
            {
                // The callback runs when the headers go out.
                context.Response.OnStarting(() =>
                {
                    recorded = gateway!.Requests.Count;
                    return Task.CompletedTask;
                });
                await next();
            });
            return gateway = a.MapRouteurGateway();
        });

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = method == "POST" ? new StringContent(TestCaller.Hello) : null;
        using HttpResponseMessage response = await app.Http.SendAsync(request, TestCaller.Cancel);

        Assert.Equal(1, recorded);
    }
}
