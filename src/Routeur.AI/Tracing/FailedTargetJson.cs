using System.Text.Json;

namespace Routeur.AI.Tracing;

/// <summary>How a failed target is kept in a trace block: plain JSON, so that caches and frameworks carry it along.</summary>
internal static class FailedTargetJson
{
    private const string Provider = "provider";
    private const string Model = "model";
    private const string ErrorCode = "error_code";
    private const string Status = "status";
    private const string RequestId = "request_id";
    private const string Message = "message";

    public static void Write(Utf8JsonWriter writer, RouteurFailedTarget target)
    {
        writer.WriteStartObject();
        WriteText(writer, Provider, target.Provider);
        WriteText(writer, Model, target.Model);
        WriteText(writer, ErrorCode, target.ErrorCode.Value);
        if (target.Status is { } status)
        {
            writer.WriteNumber(Status, status);
        }

        WriteText(writer, RequestId, target.RequestId);
        WriteText(writer, Message, target.Message);
        writer.WriteEndObject();
    }

    public static RouteurFailedTarget Read(TraceFields fields) => new(
        fields.Text(Provider),
        fields.Text(Model),
        new RouteurErrorCode(fields.Text(ErrorCode)),
        (int?)fields.Integer(Status, int.MaxValue),
        fields.Text(RequestId),
        fields.Text(Message));

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
