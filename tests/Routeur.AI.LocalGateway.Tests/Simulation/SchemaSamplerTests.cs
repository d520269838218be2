using Routeur.AI.LocalGateway.Simulation;
using Routeur.AI.LocalGateway.Tests.Support;

namespace Routeur.AI.LocalGateway.Tests.Simulation;

public sealed class SchemaSamplerTests
{
    [Theory]
    [InlineData("{}", "\"value\"")]
    [InlineData("""{"type":"string"}""", "\"value\"")]
    [InlineData("""{"type":"string","minLength":8}""", "\"value...\"")]
    [InlineData("""{"type":"string","maxLength":3}""", "\"val\"")]
    [InlineData("""{"type":"string","format":"date"}""", "\"2025-01-31\"")]
    [InlineData("""{"type":"string","format":"uuid"}""", "\"00000000-0000-4000-8000-000000000001\"")]
    [InlineData("""{"enum":["red","green"]}""", "\"red\"")]
    [InlineData("""{"const":{"a":[1]}}""", """{"a":[1]}""")]
    [InlineData("""{"type":"integer","default":42}""", "42")]
    [InlineData("""{"type":"string","examples":["Paris","Rome"]}""", "\"Paris\"")]
    [InlineData("""{"type":"boolean"}""", "true")]
    [InlineData("""{"type":"null"}""", "null")]
    [InlineData("""{"type":["null","boolean"]}""", "true")]
    public void Values(string schema, string sample) => Assert.Equal(sample, Sample(schema));

    [Theory]
    [InlineData("""{"type":"integer"}""", "1")]
    [InlineData("""{"type":"number"}""", "1")]
    [InlineData("""{"type":"integer","minimum":5}""", "5")]
    [InlineData("""{"type":"integer","minimum":4.5}""", "5")]
    [InlineData("""{"type":"integer","maximum":-3}""", "-3")]
    [InlineData("""{"type":"integer","maximum":-2.5}""", "-3")]
    [InlineData("""{"type":"integer","exclusiveMinimum":5}""", "6")]
    [InlineData("""{"type":"integer","exclusiveMaximum":0}""", "-1")]
    [InlineData("""{"type":"integer","minimum":7,"multipleOf":5}""", "10")]
    [InlineData("""{"type":"integer","maximum":12,"minimum":9,"multipleOf":4}""", "12")]
    [InlineData("""{"type":"number","minimum":0.2,"maximum":0.7}""", "0.7")]
    [InlineData("""{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1}""", "0.75")]
    [InlineData("""{"type":"number","exclusiveMaximum":1}""", "0")]
    [InlineData("""{"type":"number","multipleOf":0.5,"minimum":1.2}""", "1.5")]
    [InlineData("""{"type":"number","minimum":1e300}""", "1")]
    public void Numbers(string schema, string sample) => Assert.Equal(sample, Sample(schema));

    [Theory]
    [InlineData("""{"type":"array"}""", """["value"]""")]
    [InlineData("""{"type":"array","items":{"type":"boolean"}}""", "[true]")]
    [InlineData("""{"items":{"type":"boolean"},"minItems":2}""", "[true,true]")]
    [InlineData("""{"type":"array","items":{"type":"boolean"},"maxItems":0}""", "[]")]
    [InlineData("""{"type":"array","prefixItems":[{"type":"integer"},{"type":"boolean"}]}""", "[1,true]")]
    public void Arrays(string schema, string sample) => Assert.Equal(sample, Sample(schema));

    [Theory]
    [InlineData("""{"type":"object"}""", "{}")]
    [InlineData("""{"properties":{"a":{"type":"integer"},"b":{"type":"object","properties":{"c":{"type":"string"}}}}}""", """{"a":1,"b":{"c":"c"}}""")]
    [InlineData("""{"type":"object","required":["stray"]}""", """{"stray":"stray"}""")]
    [InlineData("""{"allOf":[{"properties":{"a":{"type":"integer"}}},{"properties":{"b":{"type":"boolean"}},"required":["c"]}]}""", """{"a":1,"b":true,"c":"c"}""")]
    [InlineData("""{"anyOf":[{"type":"null"},{"type":"integer"}]}""", "1")]
    [InlineData("""{"oneOf":[{"const":"x"},{"const":"y"}]}""", "\"x\"")]
    [InlineData("""{"anyOf":[{"type":"null"}]}""", "null")]
    [InlineData("""{"$ref":"#/$defs/a~1b","$defs":{"a/b":{"type":"boolean"}}}""", "true")]
    [InlineData("""{"properties":{"first":{"type":"integer"},"second":{"$ref":"#/properties/first"}}}""", """{"first":1,"second":1}""")]
    [InlineData("""{"anyOf":[{"type":"boolean"},{"$ref":"#/anyOf/0"}]}""", "true")]
    [InlineData("""{"$ref":"elsewhere.json"}""", "\"value\"")]
    [InlineData("""{"$ref":"#"}""", "\"value\"")]
    public void Objects_alternatives_and_references(string schema, string sample) => Assert.Equal(sample, Sample(schema));

    [Fact]
    public void Nothing_fits_no_schema_better_than_an_empty_object() => Assert.Equal("{}", SchemaSampler.Sample(null));

    [Fact]
    public void A_schema_that_contains_itself_comes_to_an_end()
    {
        string sample = Sample(
            """{"type":"object","properties":{"name":{"type":"string"},"children":{"type":"array","items":{"$ref":"#"}}},"required":["name"]}""");

        Assert.Equal(
            """{"name":"name","children":[{"name":"name","children":[{"name":"name","children":[{"name":"name"}]}]}]}""", sample);
    }

    [Fact]
    public void A_schema_that_must_contain_itself_is_given_up_in_the_end()
    {
        string sample = Sample("""{"type":"object","properties":{"next":{"$ref":"#"}},"required":["next"]}""");

        Assert.Contains("{\"next\":null}", sample);
    }

    [Theory]
    [InlineData("""{"properties":{"a":{"$ref":"#"},"b":{"$ref":"#"},"c":{"$ref":"#"},"d":{"$ref":"#"},"e":{"$ref":"#"},"f":{"$ref":"#"},"g":{"$ref":"#"}}}""")]
    [InlineData("""{"properties":{"a":{"$ref":"#"},"b":{"$ref":"#"},"c":{"$ref":"#"}},"required":["a","b","c"]}""")]
    [InlineData("""{"type":"array","minItems":3,"items":{"$ref":"#"}}""")]
    [InlineData("""{"type":"array","minItems":2000000000}""")]
    [InlineData("""{"type":"string","minLength":2000000000}""")]
    public void A_sample_stays_of_reasonable_size(string schema)
    {
        string sample = Sample(schema);

        TestReply.Parse(sample);
        Assert.InRange(sample.Length, 100, 40_000);
    }

    [Theory]
    [InlineData("""{"type":7}""")]
    [InlineData("""{"type":[7]}""")]
    [InlineData("""{"type":"strange"}""")]
    [InlineData("""{"required":[7],"properties":7}""")]
    [InlineData("""{"anyOf":7,"allOf":[7],"oneOf":{}}""")]
    [InlineData("""{"enum":[],"examples":7}""")]
    [InlineData("""{"$ref":"#/%GG/0/~2"}""")]
    [InlineData("""{"type":"array","items":7,"minItems":-1,"maxItems":"x"}""")]
    [InlineData("""{"type":"string","minLength":-5,"maxLength":-5,"format":7}""")]
    [InlineData("""{"type":"number","multipleOf":0}""")]
    [InlineData("""{"type":"number","multipleOf":1e-28,"minimum":7e27}""")]
    [InlineData("""{"type":"integer","minimum":79228162514264337593543950335}""")]
    [InlineData("""{"type":"integer","minimum":9,"maximum":2}""")]
    public void Nonsense_gives_some_JSON(string schema) => TestReply.Parse(Sample(schema));

    [Theory]
    [InlineData("""{"allOf":[{"$ref":"#"}]}""")]
    [InlineData("""{"allOf":[{"$ref":"#"},{"$ref":"#"}]}""")]
    public void Parts_that_contain_themselves_come_to_an_end(string schema) => Assert.Equal("\"value\"", Sample(schema));

    private static string Sample(string schema) => SchemaSampler.Sample(TestReply.Parse(schema));
}
