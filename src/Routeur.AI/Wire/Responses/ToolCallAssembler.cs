using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace Routeur.AI.Wire;

/// <summary>Puts the pieces of an answer's tool calls together.</summary>
internal sealed class ToolCallAssembler
{
    private readonly List<ToolCallDraft> _drafts = [];
    private long _looked;

    /// <summary>Takes the next piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="whole">It is a whole call, as in a plain answer, whatever its index and id say.</param>
    public void Add(ToolCallPiece piece, bool whole)
    {
        if (string.IsNullOrWhiteSpace(piece.Id))
        {
            piece = piece with { Id = null };
        }

        if (string.IsNullOrWhiteSpace(piece.Name))
        {
            piece = piece with { Name = null };
        }

        if (whole || !TryFind(piece, out ToolCallDraft? draft))
        {
            _drafts.Add(draft = new ToolCallDraft(piece.Index));
            AnswerLimits.Check(_drafts.Count, AnswerLimits.MaxToolCalls, "tool calls");
        }

        draft.Add(piece);
    }

    /// <summary>Returns the calls in the order in which they began.</summary>
    /// <param name="answerId">What tells this answer from others; ids are made from it where the gateway sent none.</param>
    /// <param name="problem">What is wrong with a call that cannot be returned; null when all is well.</param>
    public IReadOnlyList<FunctionCallContent> Build(string? answerId, out string? problem)
    {
        problem = null;
        var calls = new List<FunctionCallContent>(_drafts.Count);
        for (int i = 0; i < _drafts.Count; i++)
        {
            ToolCallDraft draft = _drafts[i];
            if (draft.IsEmpty)
            {
                continue;
            }

            if (draft.Name is null)
            {
                problem = "The answer calls a tool without naming it.";
                continue;
            }

            // Results are matched to calls by id, so two calls of one answer never share one.
            bool taken = draft.Id is not null && calls.Exists(call => call.CallId == draft.Id);
            calls.Add(draft.Build(taken || draft.Id is null ? ToolCallId.Create(answerId, i, draft.Name, draft.Arguments) : draft.Id));
        }

        return calls;
    }

    /// <summary>
    /// Finds the call that a piece continues. Index and id decide where they are sent. Where gateways leave them out or always write the same
    /// index, a piece with a name begins a new call once the call before it is complete.
    /// </summary>
    private bool TryFind(ToolCallPiece piece, [NotNullWhen(true)] out ToolCallDraft? draft)
    {
        draft = piece.Index is null ? null : FindLast(piece.Index, null);
        if (piece.Id is not null && (draft is null || (draft.Id is not null && draft.Id != piece.Id)))
        {
            // Another id is another call, even at the same index; without an index, the id alone tells the call.
            draft = FindLast(piece.Index, piece.Id);
        }
        else if (piece.Index is null && piece.Id is null)
        {
            draft = _drafts.Count == 0 ? null : _drafts[^1];
        }

        if (draft is null)
        {
            return false;
        }

        return piece.Name is null || Continues(draft, piece);
    }

    // Without an id the index must match; with an id, an index matches unless both sides name different ones.
    private ToolCallDraft? FindLast(long? index, string? id)
    {
        for (int i = _drafts.Count - 1; i >= 0; i--)
        {
            ToolCallDraft draft = _drafts[i];
            bool matches = id is null
                ? draft.Index == index
                : draft.Id == id && (index is null || draft.Index is null || draft.Index == index);
            if (matches)
            {
                return draft;
            }
        }

        return null;
    }

    private bool Continues(ToolCallDraft draft, ToolCallPiece piece)
    {
        // Each look takes the arguments so far, and a hostile stream could ask for one with every few bytes.
        _looked += draft.Length;
        AnswerLimits.CheckLooks(_looked);

        bool sameId = piece.Id is not null && piece.Id == draft.Id;
        if (draft.IsComplete && !string.IsNullOrEmpty(piece.Arguments))
        {
            // Some gateways end with a copy of the whole call; others give every call the same id.
            return sameId && (piece.Arguments == draft.Arguments || !ToolCallDraft.IsObject(piece.Arguments));
        }

        return sameId || draft.Name is null || draft.Name == piece.Name;
    }
}
