namespace Routeur.AI.Wire;

/// <summary>Joins surrogate pairs that a gateway split over two chunks: the first half is held back until the second one comes.</summary>
internal struct SplitSurrogate
{
    private char _held;

    /// <summary>Returns the text that can be shown now.</summary>
    public string Join(string piece)
    {
        if (_held == default && SurrogatePairs.FindHalf(piece) < 0)
        {
            return piece;
        }

        if (piece.Length == 0)
        {
            return piece;
        }

        string text = _held == default ? piece : _held + piece;
        _held = default;
        if (char.IsHighSurrogate(text[^1]))
        {
            _held = text[^1];
            text = text[..^1];
        }

        return SurrogatePairs.Repair(text);
    }

    /// <summary>Returns U+FFFD when the second half never came, else null.</summary>
    public string? Flush()
    {
        bool held = _held != default;
        _held = default;
        return held ? "\uFFFD" : null;
    }
}
