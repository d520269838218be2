using Routeur.AI.LocalGateway.Archive;
using Routeur.AI.LocalGateway.Http;
using Routeur.AI.LocalGateway.Upstreams;

namespace Routeur.AI.LocalGateway.Chat;

/// <summary>
/// Keeps what the upstream answered for the archive, before moderation changed anything. How the service stores streams is not documented:
/// here a streamed answer is put together.
/// </summary>
internal sealed class UpstreamRecorder(PayloadArchive archive, ChatAnswer answer)
{
    private readonly GatheredAnswer _gathered = new(answer, archive.LayerBytes);

    public void Add(UpstreamDelta delta) => _gathered.Add(delta);

    public void Keep() =>
        archive.KeepUpstreamResponse(JsonAnswer.Bytes(_gathered, static (writer, whole) => whole.Write(writer, trace: false)).Span);
}
