using System.Security.Cryptography;
using System.Text;

namespace Routeur.AI.Wire;

/// <summary>Makes ids for tool calls that came without one.</summary>
internal static class ToolCallId
{
    /// <summary>The same answer always gets the same ids; other answers, positions or calls get others. At most 40 characters, as OpenAI allows.</summary>
    public static string Create(string? answerId, int position, string name, string arguments)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{answerId}\n{position}\n{name}\n{arguments}"));
        return "call_" + Convert.ToHexString(hash, 0, 12);
    }
}
