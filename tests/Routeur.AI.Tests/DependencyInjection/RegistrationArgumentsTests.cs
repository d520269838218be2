using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;
using Routeur.AI.Tests.Support;

namespace Routeur.AI.Tests.DependencyInjection;

public sealed class RegistrationArgumentsTests
{
    [Fact]
    public void No_argument_may_be_null()
    {
        IServiceCollection services = new ServiceCollection();
        IConfiguration section = TestContainer.Configuration();
        Action<RouteurOptions> configure = _ => { };
        Action<IServiceProvider, OpenAIClientOptions> openAI = (_, _) => { };

        Null("services", () => RouteurServiceCollectionExtensions.AddRouteurChatClient(null!));
        Null("services", () => RouteurServiceCollectionExtensions.AddRouteurChatClient(null!, section));
        Null("services", () => RouteurServiceCollectionExtensions.AddRouteurChatClient(null!, configure));
        Null("services", () => RouteurServiceCollectionExtensions.AddRouteurChatClient(null!, section, configure));
        Null("section", () => services.AddRouteurChatClient((IConfiguration)null!));
        Null("configure", () => services.AddRouteurChatClient((Action<RouteurOptions>)null!));
        Null("section", () => services.AddRouteurChatClient(null!, configure));
        Null("configure", () => services.AddRouteurChatClient(section, null!));

        Null("services", () => RouteurServiceCollectionExtensions.AddKeyedRouteurChatClient(null!, "k"));
        Null("services", () => RouteurServiceCollectionExtensions.AddKeyedRouteurChatClient(null!, "k", section));
        Null("services", () => RouteurServiceCollectionExtensions.AddKeyedRouteurChatClient(null!, "k", configure));
        Null("services", () => RouteurServiceCollectionExtensions.AddKeyedRouteurChatClient(null!, "k", section, configure));
        Null("serviceKey", () => services.AddKeyedRouteurChatClient(null!));
        Null("serviceKey", () => services.AddKeyedRouteurChatClient(null!, section));
        Null("serviceKey", () => services.AddKeyedRouteurChatClient(null!, configure));
        Null("serviceKey", () => services.AddKeyedRouteurChatClient(null!, section, configure));
        Null("section", () => services.AddKeyedRouteurChatClient("k", (IConfiguration)null!));
        Null("configure", () => services.AddKeyedRouteurChatClient("k", (Action<RouteurOptions>)null!));
        Null("section", () => services.AddKeyedRouteurChatClient("k", null!, configure));
        Null("configure", () => services.AddKeyedRouteurChatClient("k", section, null!));

        Null("services", () => RouteurServiceCollectionExtensions.ConfigureRouteurOpenAI(null!, openAI));
        Null("configure", () => services.ConfigureRouteurOpenAI(null!));
        Null("services", () => RouteurServiceCollectionExtensions.ConfigureKeyedRouteurOpenAI(null!, "k", openAI));
        Null("serviceKey", () => services.ConfigureKeyedRouteurOpenAI(null!, openAI));
        Null("configure", () => services.ConfigureKeyedRouteurOpenAI("k", null!));
        Assert.Empty(services);

        static void Null(string name, Func<object> act) => Assert.Equal(name, Assert.Throws<ArgumentNullException>(act).ParamName);
    }

    [Fact]
    public void A_key_without_a_text_of_its_own_is_rejected()
    {
        var services = new ServiceCollection();

        Assert.Equal("serviceKey", Assert.Throws<ArgumentException>(() => services.AddKeyedRouteurChatClient("")).ParamName);
        Assert.Equal("serviceKey", Assert.Throws<ArgumentException>(() => services.AddKeyedRouteurChatClient(KeyedService.AnyKey)).ParamName);
        Assert.Empty(services);
    }
}
