using Microsoft.Extensions.Configuration;

namespace Routeur.AI.DependencyInjection;

/// <summary>A configuration section that was given for one client; the name of the unnamed one is empty.</summary>
internal sealed record RouteurSection(string Name, IConfiguration Configuration);
