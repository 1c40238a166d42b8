using System.Net;
using System.Text;

namespace Odps.Net.Tests.Errors;

public class ServiceErrorReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [Theory]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n  <Code>NoSuchTable</Code>\n  <Message>ODPS-0130131:Table not found</Message>\n  <RequestId>R1</RequestId>\n  <HostId>http://h</HostId>\n</Error>")]
    [InlineData("  \n<e><HostId>http://h</HostId><RequestId>R1</RequestId><Extra><Code>inner</Code></Extra><Message><![CDATA[ODPS-0130131:Table not found]]></Message><Code>NoSuchTable</Code></e>")]
    [InlineData("""{"Code":"NoSuchTable","Message":"ODPS-0130131:Table not found","RequestId":"R1","HostId":"http://h"}""")]
    [InlineData("\uFEFF{\"x\":[1],\"Message\":\"ODPS-0130131:Table not found\",\"Code\":\"NoSuchTable\",\"RequestId\":\"R1\",\"HostId\":\"http://h\"}")]
    public void Error_documents_are_read_in_both_forms(string body)
    {
        ServiceError error = Read(404, body);

        Assert.Equal(("NoSuchTable", "ODPS-0130131:Table not found", "R1", "http://h"), (error.Code, error.Message, error.RequestId, error.HostId));
        Assert.Equal(HttpStatusCode.NotFound, error.StatusCode);
    }

    [Fact]
    public void Missing_parts_of_a_document_do_not_lose_the_others()
    {
        Assert.Equal("NoSuchProject", Read(404, "<Error><Code>NoSuchProject</Code></Error>").Code);
        Assert.Equal("only text", Read(400, """{"Message":"only text"}""").Message);
        Assert.Equal(("reason text", "message text"), (Read(400, """{"message":"message text","reason":"reason text"}""").Code, Read(400, """{"message":"message text","reason":"reason text"}""").Message));
    }

    [Fact]
    public void Request_id_of_the_header_is_preferred()
    {
        Assert.Equal("H1", Read(404, """{"Code":"C","Message":"m","RequestId":"B1"}""", ("x-odps-request-id", "H1")).RequestId);
        Assert.Equal("H1", Read(404, "", ("x-odps-request-id", "H1")).RequestId);
    }

    [Theory]
    [InlineData(404, "NoSuchObject")]
    [InlineData(401, "Unauthorized")]
    [InlineData(502, "BadGatewayError")]
    [InlineData(400, null)]
    public void Answer_without_a_body_gets_its_code_from_the_status(int status, string? code)
    {
        ServiceError error = Read(status, "");

        Assert.Equal(code, error.Code);
        Assert.Null(error.Message);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>The page you are looking for is currently unavailable</body></html>", "502 Bad Gateway")]
    [InlineData("<html><title>Blocked</title>", "Blocked")]
    [InlineData("plain\ntext\u0001", "plain text")]
    [InlineData("<Error><Code>x", null)]
    [InlineData("{\"Code\":", "{\"Code\":")]
    [InlineData("[1,2]", "[1,2]")]
    [InlineData("{}", "{}")]
    [InlineData("{\"Code\":{\"deep\":1}}", "{\"Code\":{\"deep\":1}}")]
    public void Body_that_is_no_error_document_is_shown_as_text(string body, string? message)
    {
        ServiceError error = Read(502, body);

        Assert.Equal("BadGatewayError", error.Code);
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Document_type_is_refused_and_its_entities_are_not_expanded()
    {
        ServiceError error = Read(400, "<!DOCTYPE e [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><Error><Code>&b;</Code><Message>m</Message></Error>");

        Assert.Null(error.Code);
        Assert.Null(error.Message);
    }

    [Fact]
    public void Document_that_is_cut_off_keeps_what_came_before()
    {
        string body = "<Error><Code>ParseError</Code><Message>" + new string('x', ServiceErrorReader.MaxBodyBytes);

        ServiceError error = Read(400, body[..ServiceErrorReader.MaxBodyBytes]);

        Assert.Equal("ParseError", error.Code);
    }

    [Fact]
    public void Long_plain_text_is_cut()
    {
        ServiceError error = Read(400, new string('x', 60_000));

        Assert.Equal(403, error.Message!.Length);
    }

    [Fact]
    public void Deeply_nested_json_is_no_error_document()
    {
        ServiceError error = Read(400, "{\"a\":" + new string('[', 5000) + new string(']', 5000) + ",\"Code\":\"c\"}");

        Assert.Null(error.Code);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Wed, 04 Mar 2026 05:06:27 GMT", 20)]
    [InlineData("Wed, 04 Mar 2026 05:00:00 GMT", 0)]
    [InlineData("99999999999", int.MaxValue)]
    public void Retry_after_is_seconds_or_a_date(string header, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read(429, "", ("Retry-After", header)).RetryAfter);

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("1.5")]
    public void Unreadable_retry_after_counts_as_none(string header) =>
        Assert.Null(Read(429, "", ("Retry-After", header)).RetryAfter);

    [Fact]
    public void Tunnel_error_can_ask_to_hold_and_can_name_the_newest_schema()
    {
        ServiceError error = Read(412, """{"Code":"SchemaModified","Message":"m","HoldClientMillis":60000}""", ("odps-tunnel-latest-schema-version", "12"));

        Assert.Equal(TimeSpan.FromSeconds(10), error.RetryAfter);
        Assert.Equal("12", error.LatestSchemaVersion);
    }

    [Theory]
    [InlineData("{\"Code\":\"\\ud800\",\"Message\":\"m\"}")]
    [InlineData("{\"\\ud800\":1,\"Code\":\"c\"}")]
    public void Half_a_surrogate_pair_does_not_hide_the_status(string body)
    {
        ServiceError error = Read(403, body);

        Assert.Equal(HttpStatusCode.Forbidden, error.StatusCode);
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        const int Seed = 20260304;
        var random = new Random(Seed);
        string[] starts = ["", "<", "<Error><Code>", "{", "{\"Code\":\"", "\uFEFF<", " \n{"];
        for (int i = 0; i < 3000; i++)
        {
            byte[] tail = new byte[random.Next(0, 60)];
            random.NextBytes(tail);
            byte[] body = [.. Encoding.UTF8.GetBytes(starts[i % starts.Length]), .. tail, .. Encoding.UTF8.GetBytes(i % 2 == 0 ? "\"}" : "")];
            Exception? failure = Xunit.Record.Exception(() => ServiceErrorReader.Read(HttpStatusCode.BadRequest, body, _ => null, Now));
            Assert.True(failure is null, $"Seed {Seed}, round {i}: {failure}");
        }
    }

    private static ServiceError Read(int status, string body, params (string Name, string Value)[] headers) =>
        ServiceErrorReader.Read(
            (HttpStatusCode)status,
            Encoding.UTF8.GetBytes(body),
            name => headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value,
            Now);
}
