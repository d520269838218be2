namespace Routeur.AI.LocalGateway.Wire;

/// <summary>
/// The Chat Completions dialect of OpenAI, with which the service calls itself compatible [/api-reference/chat-completions/create].
/// </summary>
internal static class ChatFields
{
    // Request
    public const string Model = "model";
    public const string Messages = "messages";
    public const string Stream = "stream";
    public const string StreamOptions = "stream_options";
    public const string IncludeUsage = "include_usage";
    public const string Tools = "tools";
    public const string ToolChoice = "tool_choice";
    public const string ResponseFormat = "response_format";
    public const string JsonSchema = "json_schema";
    public const string JsonObject = "json_object";
    public const string Schema = "schema";
    public const string MaxCompletionTokens = "max_completion_tokens";
    public const string MaxTokens = "max_tokens";
    public const string ToolCallId = "tool_call_id";
    public const string Text = "text";
    public const string Parameters = "parameters";

    // Answer
    public const string Id = "id";
    public const string IdPrefix = "chatcmpl_";
    public const string Object = "object";
    public const string Completion = "chat.completion";
    public const string Chunk = "chat.completion.chunk";
    public const string Created = "created";
    public const string Choices = "choices";
    public const string Index = "index";
    public const string Message = "message";
    public const string Delta = "delta";
    public const string Refusal = "refusal";
    public const string Reasoning = "reasoning";
    public const string Input = "input";
    public const string LogProbs = "logprobs";
    public const string FinishReason = "finish_reason";
    public const string Stop = "stop";
    public const string Length = "length";
    public const string Usage = "usage";
    public const string PromptTokens = "prompt_tokens";
    public const string CompletionTokens = "completion_tokens";
    public const string TotalTokens = "total_tokens";
    public const string CompletionTokensDetails = "completion_tokens_details";
    public const string ReasoningTokens = "reasoning_tokens";

    // DeepSeek's additions to the answer
    public const string ReasoningContent = "reasoning_content";
    public const string CacheHitTokens = "prompt_cache_hit_tokens";
    public const string CacheMissTokens = "prompt_cache_miss_tokens";

    // Both
    public const string Role = "role";
    public const string User = "user";
    public const string Assistant = "assistant";
    public const string Tool = "tool";
    public const string Content = "content";
    public const string ToolCalls = "tool_calls";
    public const string Type = "type";
    public const string Function = "function";
    public const string Name = "name";
    public const string Arguments = "arguments";
}
