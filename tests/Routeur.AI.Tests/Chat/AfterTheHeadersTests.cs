using System.ClientModel.Primitives;
using System.Text;
using Microsoft.Extensions.AI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.Chat;

/// <summary>What goes wrong, or lives on, once an answer has begun.</summary>
public class AfterTheHeadersTests
{
    [Fact]
    public async Task The_raw_answer_of_a_transport_of_the_users_own_keeps_its_bytes_when_later_calls_come()
    {
        int calls = 0;
        var transport = new MemoryTransport(() => new KeepingResponse(new NetworkStream(Encoding.UTF8.GetBytes(Body(++calls)))));
        using var client = new RouteurClient(TestClients.Options(), o => o.Transport = transport);
        IChatClient chat = client.AsIChatClient();

        ChatResponse first = await chat.GetResponseAsync("first");
        for (int i = 0; i < 20; i++)
        {
            await chat.GetResponseAsync("another");
        }

        var raw = (PipelineResponse)first.RawRepresentation!;
        Assert.Equal(Body(1), raw.Content.ToString());
        using var reader = new StreamReader(raw.ContentStream!);
        Assert.Equal(Body(1), await reader.ReadToEndAsync(TestContext.Current.CancellationToken));

        static string Body(int call) => Answers.Plain.Replace("Hello", "Answer " + call, StringComparison.Ordinal);
    }
}
