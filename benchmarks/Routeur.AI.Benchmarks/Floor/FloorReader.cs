using System.Text;
using System.Text.Json;

namespace Routeur.AI.Benchmarks.Floor;

/// <summary>Takes the values that a program needs out of completions, by name alone.</summary>
internal sealed class FloorReader
{
    private readonly List<StringBuilder> _arguments = [];
    private int _characters;
    private long _tokens;
    private int _index;

    public Reading Reading => new(_characters, _arguments.Sum(arguments => arguments.ToString().Length > 0 ? 1 : 0), _tokens);

    public void Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.ValueTextEquals("content"u8))
            {
                reader.Read();
                _characters += reader.GetString()?.Length ?? 0;
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                _index = reader.GetInt32();
            }
            else if (reader.ValueTextEquals("arguments"u8))
            {
                reader.Read();
                if (_index == _arguments.Count)
                {
                    _arguments.Add(new StringBuilder());
                }

                _arguments[_index].Append(reader.GetString());
            }
            else if (reader.ValueTextEquals("total_tokens"u8))
            {
                reader.Read();
                _tokens = reader.GetInt64();
            }
        }
    }
}
