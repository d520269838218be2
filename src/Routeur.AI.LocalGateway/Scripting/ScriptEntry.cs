namespace Routeur.AI.LocalGateway.Scripting;

/// <summary>One entry of a script. <see cref="ReplyScript"/> guards the count.</summary>
internal sealed class ScriptEntry(Func<RecordedRequest, ScriptedReply?> answer, int? times)
{
    /// <summary>The reply to a request, or null when the entry is not for it.</summary>
    public Func<RecordedRequest, ScriptedReply?> Answer { get; } = answer;

    /// <summary>How often it may still answer; null: without end.</summary>
    public int? Remaining { get; set; } = times;
}
