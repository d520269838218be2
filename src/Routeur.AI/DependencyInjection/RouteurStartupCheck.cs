namespace Routeur.AI.DependencyInjection;

/// <summary>
/// Has no content: validated when the host starts, it makes that fail while a client's settings are invalid. It is not
/// <see cref="RouteurOptions"/> itself, because validation of that type would also throw on the thread of an invalid reload.
/// </summary>
internal sealed class RouteurStartupCheck
{
}
