using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml.Linq;
using Odps.Net.Http;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Http;

/// <summary>XML and JSON answers, the hostile ones included.</summary>
public partial class DocumentTests
{
    [Fact]
    public void Xml_is_read_into_a_tree()
    {
        XElement? root = Read(
            "\n<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- c --><Instance xmlns:x=\"u\"><Tasks><Task Type=\"SQL\" x:a=\"1\"><Name>n</Name><Result Format=\"csv\"><![CDATA[a&b ]]>&lt;c</Result><Empty/><Blank>  </Blank></Task></Tasks></Instance>",
            out string? failure);

        Assert.Null(failure);
        XElement task = root!.Element("Tasks")!.Element("Task")!;
        Assert.Equal("SQL", (string?)task.Attribute("Type"));
        Assert.Equal("a&b <c", task.Element("Result")!.Value);
        Assert.Equal("", task.Element("Empty")!.Value);
        Assert.Equal("  ", task.Element("Blank")!.Value);
        Assert.Null(task.Element("Absent"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("plain")]
    [InlineData("<a>")]
    [InlineData("<a></b>")]
    [InlineData("<a/><b/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><a>&e;</a>")]
    [InlineData("<!DOCTYPE a><a/>")]
    [InlineData("<a>\u0001</a>")]
    public void What_is_not_xml_or_has_a_document_type_is_refused(string text)
    {
        Assert.Null(Read(text, out string? failure));
        Assert.NotNull(failure);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)]
    public void Depth_is_capped(int depth, bool accepted)
    {
        string text = string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth));

        Assert.Equal(accepted, Read(text, out _) is not null);
    }

    [Theory]
    [InlineData("<Table>S3CRET", "XML")]
    [InlineData("<!DOCTYPE a><a/>", "XML")]
    public async Task Malformed_xml_answer_says_what_was_done_and_quotes_nothing(string body, string format)
    {
        await using var server = LoopbackServer.StartWith((200, body, "x-odps-request-id: R1"));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);
        await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.GetTable, default);

        OdpsDataException failure = await Assert.ThrowsAsync<OdpsDataException>(() => response.ReadXmlAsync(default).AsTask());

        Assert.Contains("get table demo_proj.orders", failure.Message, StringComparison.Ordinal);
        Assert.Contains(format, failure.Message, StringComparison.Ordinal);
        Assert.Contains("R1", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("S3CRET", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Name":"orders","Count":""")]
    [InlineData("""{"Name":S3CRET}""")]
    [InlineData("")]
    public async Task Malformed_json_answer_says_what_was_done_and_quotes_nothing(string body)
    {
        await using var server = LoopbackServer.StartWith((200, body, "x-odps-request-id: R1"));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);
        await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.GetTable, default);

        OdpsDataException document = await Assert.ThrowsAsync<OdpsDataException>(() => response.ReadJsonAsync(default).AsTask());
        OdpsDataException typed = await Assert.ThrowsAsync<OdpsDataException>(() => response.ReadJsonAsync(ShapeContext.Default.Shape, default).AsTask());

        Assert.All([document, typed], f => Assert.Contains("JSON", f.Message, StringComparison.Ordinal));
        Assert.All([document, typed], f => Assert.Contains("R1", f.Message, StringComparison.Ordinal));
        Assert.All([document, typed], f => Assert.DoesNotContain("S3CRET", f.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_is_read_as_a_document_and_as_a_type()
    {
        await using var server = LoopbackServer.StartWith((200, """{"Name":"orders","Count":3}""", ""));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);
        await using OdpsResponse response = await pipeline.SendAsync(PipelineFactory.GetTable, default);

        using JsonDocument document = await response.ReadJsonAsync(default);
        Shape shape = await response.ReadJsonAsync(ShapeContext.Default.Shape, default);

        Assert.Equal("orders", document.RootElement.GetProperty("Name").GetString());
        Assert.Equal(("orders", 3), (shape.Name, shape.Count));
    }

    [Fact]
    public async Task Oversized_error_body_is_cut_and_the_error_still_made()
    {
        string body = "<Error><Code>InvalidArgument</Code><Message>" + new string('x', 1_000_000) + "</Message></Error>";
        await using var server = LoopbackServer.StartWith((400, body, "x-odps-request-id: R1"));
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        OdpsServiceException failure = await Assert.ThrowsAsync<OdpsServiceException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.Equal(("InvalidArgument", "R1"), (failure.ErrorCode, failure.RequestId));
        Assert.InRange(failure.Message.Length, 10, 5000);
    }

    [Fact]
    public async Task Error_whose_body_breaks_off_keeps_its_status()
    {
        await using var server = LoopbackServer.Start(async exchange =>
        {
            await exchange.StartAsync(403, "Content-Length: 1000\nx-odps-request-id: R1");
            await exchange.WriteAsync("<Error>"u8.ToArray());
            exchange.Close();
        });
        await using OdpsPipeline pipeline = PipelineFactory.Create(server.Endpoint);

        OdpsPermissionException failure = await Assert.ThrowsAsync<OdpsPermissionException>(() => pipeline.SendAsync(PipelineFactory.GetTable, default));

        Assert.Equal("R1", failure.RequestId);
    }

    private static XElement? Read(string text, out string? failure) => XmlDocumentReader.TryRead(Encoding.UTF8.GetBytes(text), out failure);

    internal sealed record Shape(string Name, int Count);

    [JsonSerializable(typeof(Shape))]
    internal sealed partial class ShapeContext : JsonSerializerContext;
}
