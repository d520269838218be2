using System.Text;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary>Gathers an answer and sends it whole.</summary>
internal sealed class PlainAnswerWriter(ChatAnswer answer) : IChatAnswerWriter
{
    private readonly GatheredAnswer _gathered = new(answer);
    private string? _verbatim;

    public Task WriteAsync(UpstreamDelta delta)
    {
        _gathered.Add(delta);
        _verbatim ??= delta.Verbatim;
        return Task.CompletedTask;
    }

    public Task FinishAsync() => SendAsync(_verbatim is null ? Body() : Encoding.UTF8.GetBytes(_verbatim));

    public Task BreakOffAsync()
    {
        ReadOnlyMemory<byte> body = Body();
        return SendAsync(body[..(body.Length / 2)]);
    }

    private ReadOnlyMemory<byte> Body() => JsonAnswer.Bytes(_gathered, static (writer, whole) => whole.Write(writer, trace: true));

    private Task SendAsync(ReadOnlyMemory<byte> body) => JsonAnswer.SendAsync(answer.Call.Response, body, answer.Call.Aborted);
}
