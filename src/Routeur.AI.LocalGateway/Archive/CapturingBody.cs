using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Routeur.AI.LocalGateway.Archive;

/// <summary>A response's body that keeps a copy of what is written, whoever writes it.</summary>
internal sealed class CapturingBody : IHttpResponseBodyFeature
{
    private readonly CapturingWriter _writer;
    private Stream? _stream;

    public CapturingBody(IHttpResponseBodyFeature inner, PayloadLayer copy)
    {
        Inner = inner;
        _writer = new CapturingWriter(inner.Writer, copy);
    }

    public IHttpResponseBodyFeature Inner { get; }

    public Stream Stream => _stream ??= _writer.AsStream();

    public PipeWriter Writer => _writer;

    public void DisableBuffering() => Inner.DisableBuffering();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken = default) => Inner.StartAsync(cancellationToken);

    public Task CompleteAsync() => Inner.CompleteAsync();
}
