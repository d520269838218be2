namespace Routeur.AI.SemanticKernel.Registration;

/// <summary>What a registration puts into the container.</summary>
internal enum KernelServices
{
    /// <summary>The chat client only, whose answers are MEAI's.</summary>
    ChatClient,

    /// <summary>The chat client, chat completion and text generation.</summary>
    ChatCompletion,
}
