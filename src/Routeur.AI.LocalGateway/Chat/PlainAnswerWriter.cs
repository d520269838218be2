using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary>Gathers an answer and sends it whole.</summary>
internal sealed class PlainAnswerWriter(ChatAnswer answer) : IChatAnswerWriter
{
    private readonly GatheredAnswer _gathered = new(answer);

    public Task WriteAsync(UpstreamDelta delta)
    {
        _gathered.Add(delta);
        return Task.CompletedTask;
    }

    public Task FinishAsync() =>
        JsonAnswer.WriteAsync(answer.Call.Response, _gathered, static (writer, whole) => whole.Write(writer, trace: true), answer.Call.Aborted);
}
