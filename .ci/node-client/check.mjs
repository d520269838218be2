// OpenAI's own client for Node against the local gateway. OPENAI_BASE_URL and OPENAI_API_KEY come from the gateway's start-up lines.
import assert from "node:assert/strict";
import OpenAI from "openai";

const client = new OpenAI({ maxRetries: 0 });
const ask = (body, options) => client.chat.completions.create({ model: "auto", messages: [{ role: "user", content: "Name a river" }], ...body }, options);
const getWeather = {
  type: "function",
  function: {
    name: "get_weather",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"], additionalProperties: false },
  },
};

const checks = {
  "a plain answer": async () => {
    const answer = await ask();
    assert.match(answer.choices[0].message.content, /^\[openai\/gpt-4o-mini\] You said: Name a river/);
    assert.equal(answer.choices[0].finish_reason, "stop");
    assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
  },

  "a forced provider": async () => {
    const answer = await ask({}, { headers: { "Routeur-Provider": "gemini", "Routeur-Trace": "true" } });
    assert.match(answer.choices[0].message.content, /^\[gemini\//);
    assert.equal(answer.routeur.route_reason, "header");
  },

  "a stream": async () => {
    let text = "";
    let usage;
    for await (const chunk of await ask({ stream: true, stream_options: { include_usage: true } })) {
      text += chunk.choices[0]?.delta.content ?? "";
      usage ??= chunk.usage;
    }
    assert.match(text, /Name a river/);
    assert.ok(usage.completion_tokens > 0);
  },

  "the client's own gathering of a stream": async () => {
    const gathered = await client.chat.completions.stream({ model: "auto", messages: [{ role: "user", content: "Name a river" }] }).finalChatCompletion();
    assert.equal(gathered.choices[0].message.content, (await ask()).choices[0].message.content);
  },

  "a tool loop": async () => {
    for (const stream of [false, true]) {
      const cities = [];
      const runner = client.chat.completions.runTools({
        model: "auto",
        stream,
        messages: [{ role: "user", content: "What is the weather in Lyon?" }],
        tools: [{
          type: "function",
          function: {
            ...getWeather.function,
            parse: JSON.parse,
            function: ({ city }) => {
              cities.push(city);
              return "18 degrees";
            },
          },
        }],
      });
      assert.match(await runner.finalContent(), /get_weather returned: 18 degrees/);
      assert.equal(typeof cities[0], "string");
    }
  },

  "structured output": async () => {
    const schema = { type: "object", properties: { name: { type: "string" }, length: { type: "integer" } }, required: ["name", "length"], additionalProperties: false };
    const answer = await client.chat.completions.parse({
      model: "auto",
      messages: [{ role: "user", content: "A river, please" }],
      response_format: { type: "json_schema", json_schema: { name: "river", strict: true, schema } },
    });
    const river = JSON.parse(answer.choices[0].message.content);
    assert.equal(typeof river.name, "string");
    assert.ok(Number.isInteger(river.length));
  },

  "the models": async () => {
    const ids = [];
    for await (const model of client.models.list()) {
      ids.push(model.id);
    }
    assert.ok(ids.includes("gpt-4o-mini"), ids.join());
    assert.equal((await client.models.retrieve("gpt-4o-mini")).owned_by, "openai");
  },

  "its error classes": async () => {
    await fails(ask({ messages: [] }), OpenAI.BadRequestError, "invalid_request");
    await fails(new OpenAI({ apiKey: "rtr_nobody", maxRetries: 0 }).models.list(), OpenAI.AuthenticationError, "unauthorized");
    await fails(client.models.retrieve("gpt-nobody"), OpenAI.NotFoundError, "not_found");
    await fails(ask({ messages: [{ role: "user", content: "BADGE-1234" }] }), OpenAI.PermissionDeniedError, "blocked_by_dlp");
    await fails(ask({ messages: [{ role: "user", content: "BADGE-1234" }], stream: true }), OpenAI.PermissionDeniedError, "blocked_by_dlp");
    await fails(ask({ messages: [{ role: "user", content: "please break" }] }), OpenAI.InternalServerError, "upstream_error");
    const refused = await fails(ask({ messages: [{ role: "user", content: "storm" }] }), OpenAI.RateLimitError, "rate_limited");
    assert.equal(refused.headers.get("retry-after"), "3");
    await fails(
      (async () => {
        for await (const chunk of await ask({ messages: [{ role: "user", content: "break in the middle" }], stream: true })) {
          void chunk;
        }
      })(),
      OpenAI.APIError,
      "upstream_error",
    );
  },
};

async function fails(call, type, code) {
  const error = await call.then(() => assert.fail(`${code}: no error`), (e) => e);
  assert.ok(error instanceof type, `${code}: ${error.constructor.name}: ${error.message}`);
  assert.equal(error.code, code);
  assert.equal(typeof error.message, "string");
  return error;
}

for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`ok  ${name}`);
  } catch (error) {
    console.log(`failed  ${name}`);
    throw error;
  }
}
