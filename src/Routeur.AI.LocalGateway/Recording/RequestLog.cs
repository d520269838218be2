namespace Routeur.AI.LocalGateway.Recording;

/// <summary>The latest requests, oldest first, up to a number and up to a size of their bodies.</summary>
internal sealed class RequestLog(int capacity, long maxBytes)
{
    private readonly Queue<RecordedRequest> _requests = new();
    private long _bytes;

    public void Add(RecordedRequest request)
    {
        lock (_requests)
        {
            _requests.Enqueue(request);
            _bytes += Size(request);
            while (_requests.Count > capacity || _bytes > maxBytes)
            {
                _bytes -= Size(_requests.Dequeue());
            }
        }
    }

    public RecordedRequest[] Snapshot()
    {
        lock (_requests)
        {
            return [.. _requests];
        }
    }

    public void Clear()
    {
        lock (_requests)
        {
            _requests.Clear();
            _bytes = 0;
        }
    }

    private static long Size(RecordedRequest request) => (long)request.Body.Length * sizeof(char);
}
