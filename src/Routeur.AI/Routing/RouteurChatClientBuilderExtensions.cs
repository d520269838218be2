using Microsoft.Extensions.AI;
using Routeur.AI.Routing;

namespace Routeur.AI;

/// <summary>Adds routing to a chain of chat clients.</summary>
public static class RouteurChatClientBuilderExtensions
{
    /// <summary>Adds the step that decides the routing of a call before the steps behind it run, and writes it into a copy of the call's options.</summary>
    /// <param name="builder">A chain that ends in a <see cref="RouteurChatClient"/>. Make this its first, outermost step.</param>
    /// <returns>The same <paramref name="builder"/>.</returns>
    /// <remarks>
    /// <para>It makes three things right. A cache behind it sees scope and client defaults in its key and never mixes routes. Every round
    /// trip of a tool loop goes where the first one went. A stream takes the ambient scope when it is asked for, and keeps it when it is
    /// enumerated later, elsewhere.</para>
    /// <para>The caller's options are never changed; a subclass of <see cref="ChatOptions"/> stays what it is as far as its
    /// <see cref="ChatOptions.Clone"/> does. A step behind this one still steers with <see cref="ChatOptions.ModelId"/> or
    /// <see cref="RouteurChatOptionsExtensions.WithRouteur"/>; a scope that it opens comes too late.</para>
    /// <para>A bad routing value is thrown as <see cref="ArgumentException"/> when the call is made, for a stream before it is enumerated.</para>
    /// </remarks>
    /// <exception cref="InvalidOperationException">On <c>Build</c>: the chain does not end in a <see cref="RouteurChatClient"/>.</exception>
    public static ChatClientBuilder UseRouteurRouting(this ChatClientBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(static inner => new RouteurRoutingChatClient(inner));
    }
}
