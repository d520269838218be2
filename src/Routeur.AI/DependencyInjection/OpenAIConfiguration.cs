using OpenAI;

namespace Routeur.AI.DependencyInjection;

/// <summary>A delegate of the app on the SDK's options of one client; that of the unnamed one (empty name) holds for all.</summary>
internal sealed record OpenAIConfiguration(string Name, Action<IServiceProvider, OpenAIClientOptions> Configure);
