using System.ClientModel.Primitives;

namespace Routeur.AI.Tests.Support;

/// <summary>A status and headers without a network.</summary>
internal sealed class FakeResponse(int status = 200, params (string Name, string Value)[] headers) : PipelineResponse
{
    private readonly FakeHeaders _headers = new(headers);

    public override int Status => status;

    public override string ReasonPhrase => "";

    public override Stream? ContentStream { get; set; }

    public override BinaryData Content => BinaryData.Empty;

    protected override PipelineResponseHeaders HeadersCore => _headers;

    public override BinaryData BufferContent(CancellationToken cancellationToken = default) => Content;

    public override ValueTask<BinaryData> BufferContentAsync(CancellationToken cancellationToken = default) => new(Content);

    public override void Dispose()
    {
    }

    private sealed class FakeHeaders((string Name, string Value)[] headers) : PipelineResponseHeaders
    {
        private readonly Dictionary<string, string> _values =
            headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase);

        public override bool TryGetValue(string name, out string? value) => _values.TryGetValue(name, out value);

        public override bool TryGetValues(string name, out IEnumerable<string>? values)
        {
            values = _values.TryGetValue(name, out string? value) ? [value] : null;
            return values is not null;
        }

        public override IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _values.GetEnumerator();
    }
}
