using Microsoft.Extensions.AI;
using Routeur.AI.ChaosTests.Faults;

namespace Routeur.AI.ChaosTests.Running;

/// <summary>What a caller got: text, an error, or first some text and then an error.</summary>
internal sealed record Outcome(string Text, Exception? Error)
{
    public static async Task<Outcome> OfAsync(IChatClient chat, string? model, string prompt, bool streamed, CancellationToken cancellationToken)
    {
        ChatOptions options = new ChatOptions().WithRouteur(model: model);
        string text = "";
        try
        {
            if (streamed)
            {
                await foreach (ChatResponseUpdate update in chat.GetStreamingResponseAsync(prompt, options, cancellationToken))
                {
                    text += update.Text;
                }
            }
            else
            {
                text = (await chat.GetResponseAsync(prompt, options, cancellationToken)).Text;
            }

            return new Outcome(text, null);
        }
        catch (Exception e)
        {
            return new Outcome(text, e);
        }
    }

    /// <summary>What is wrong with it, or null.</summary>
    /// <param name="whole">The right answer.</param>
    /// <param name="expected">What was to come.</param>
    public string? Problem(string whole, Expected expected)
    {
        if (expected.Error is null)
        {
            return Error is not null ? $"An error instead of the answer: {Error}" : Text != whole ? $"A wrong answer: \"{Text}\"" : null;
        }

        if (Error is not RouteurException error)
        {
            return Error is null ? $"An answer instead of an error: \"{Text}\"" : $"An error of another type: {Error}";
        }

        return
            error.ErrorCode != expected.Error ? $"Another error: {error}" :
            error.Status != expected.Status ? $"Status {error.Status}: {error}" :
            error.IsTransient != expected.IsTransient ? $"IsTransient is {error.IsTransient}: {error}" :
            error.Attempts != expected.Attempts ? $"Attempts is {error.Attempts}: {error}" :
            expected.Says is not null && !error.Message.Contains(expected.Says, StringComparison.Ordinal) ? $"It does not say {expected.Says}: {error}" :
            error.ToString().Contains(ChaosRun.Key, StringComparison.Ordinal) ? "It holds the key." :
            !whole.StartsWith(Text, StringComparison.Ordinal) ? $"What was delivered is no beginning of the answer: \"{Text}\"" :
            null;
    }

    /// <summary>What is wrong with it when the caller has cancelled, or null.</summary>
    public string? Problem(string whole, CancellationToken cancelled) =>
        Error is not OperationCanceledException error ? $"No cancellation: {this}" :
        error.CancellationToken != cancelled ? $"The cancellation of another token: {error}" :
        !whole.StartsWith(Text, StringComparison.Ordinal) ? $"What was delivered is no beginning of the answer: \"{Text}\"" :
        null;
}
