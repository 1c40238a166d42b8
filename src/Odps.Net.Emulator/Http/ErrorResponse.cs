using System.Text.Json;

namespace Odps.Net.Emulator.Http;

/// <summary>Errors as the services write them; both forms always have all four parts, which PyODPS needs.</summary>
internal static class ErrorResponse
{
    public static ServiceResponse Create(EmulatorException error, string requestId, string hostId, bool asJson) =>
        asJson ? Json(error, requestId, hostId) : Xml(error, requestId, hostId);

    private static ServiceResponse Xml(EmulatorException error, string requestId, string hostId) => ServiceResponse.Xml(
        xml =>
        {
            xml.WriteStartElement("Error");
            xml.Element("Code", error.Code);
            xml.Element("Message", error.Message);
            xml.Element("RequestId", requestId);
            xml.Element("HostId", hostId);
            xml.WriteEndElement();
        },
        error.Status,
        error.Code);

    private static ServiceResponse Json(EmulatorException error, string requestId, string hostId) => ServiceResponse.Json(
        json =>
        {
            json.WriteStartObject();
            json.WriteString("Code"u8, error.Code);
            json.WriteString("Message"u8, error.Message);
            json.WriteString("RequestId"u8, requestId);
            json.WriteString("HostId"u8, hostId);
            json.WriteEndObject();
        },
        error.Status,
        error.Code);
}
