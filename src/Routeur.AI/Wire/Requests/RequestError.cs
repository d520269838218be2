namespace Routeur.AI.Wire;

/// <summary>Makes the errors of a request's writers, which name the argument of the public method that the caller called.</summary>
internal static class RequestError
{
    /// <summary>Something in the history cannot be sent.</summary>
    public static ArgumentException Messages(string message, Exception? inner = null) => Argument(message, "messages", inner);

    /// <summary>Something in the options cannot be sent.</summary>
    public static ArgumentException Options(string message, Exception? inner = null) => Argument(message, "options", inner);

    private static ArgumentException Argument(string message, string argument, Exception? inner) => new(message, argument, inner);
}
