namespace Routeur.AI.FuzzTests.KeySecrecy;

/// <summary>Where an answer repeats the key.</summary>
internal enum Echo
{
    Nowhere,
    InBody,

    /// <summary>In one of the headers whose value the SDK logs.</summary>
    InHeader,
}
