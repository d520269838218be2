namespace Routeur.AI.ChaosTests.Server;

/// <summary>One request on an HTTP/2 connection.</summary>
internal sealed record HttpTwoStream(HttpTwoConnection Connection, int Id, RawRequest Request)
{
    public string[] Pieces => Answers.Pieces(Request.Call, Request.Streamed);

    /// <summary>Sends the headers and the first pieces of the right answer.</summary>
    public async Task BeginAsync(int pieces)
    {
        await Connection.SendHeadersAsync(this);
        foreach (string piece in Pieces[..pieces])
        {
            await Connection.SendDataAsync(this, piece, last: false);
        }
    }

    /// <summary>Sends the right answer.</summary>
    public async Task AnswerAsync()
    {
        await Connection.SendHeadersAsync(this);
        await Connection.SendDataAsync(this, string.Concat(Pieces), last: true);
    }
}
