using System.Net;

namespace Odps.Net.Tests.Errors;

public class OdpsExceptionFactoryTests
{
    [Theory]
    [InlineData(404, "NoSuchTable", "m", typeof(OdpsNotFoundException))]
    [InlineData(400, "NoSuchPartition", "m", typeof(OdpsNotFoundException))]
    [InlineData(400, "NoSuchSchema", "m", typeof(OdpsNotFoundException))]
    [InlineData(404, "NoSuchUpload", "m", typeof(OdpsNotFoundException))]
    [InlineData(400, "StreamSessionNotFound", "m", typeof(OdpsNotFoundException))]
    [InlineData(404, null, null, typeof(OdpsNotFoundException))]
    [InlineData(404, "SomethingNew", "m", typeof(OdpsNotFoundException))]
    [InlineData(500, "InternalServerError", "ODPS-0130131:Table not found", typeof(OdpsNotFoundException))]
    [InlineData(400, "ODPS-0130131:[1,15] Table not found - ", "table p.t", typeof(OdpsNotFoundException))]
    [InlineData(409, "ObjectAlreadyExists", "m", typeof(OdpsAlreadyExistsException))]
    [InlineData(400, "TableAlreadyExist", "m", typeof(OdpsAlreadyExistsException))]
    [InlineData(403, "NoPermission", "m", typeof(OdpsPermissionException))]
    [InlineData(403, "AccessDenied", "m", typeof(OdpsPermissionException))]
    [InlineData(400, "ODPS-0130013", "m", typeof(OdpsPermissionException))]
    [InlineData(400, "X", "ODPS-0420095: Access Denied - not you", typeof(OdpsPermissionException))]
    [InlineData(403, null, null, typeof(OdpsPermissionException))]
    [InlineData(401, null, null, typeof(OdpsAuthenticationException))]
    [InlineData(400, "SignatureNotMatch", "m", typeof(OdpsAuthenticationException))]
    [InlineData(400, "InvalidParameter", "ODPS-0410051:Invalid credentials - x", typeof(OdpsAuthenticationException))]
    [InlineData(400, "RequestTimeTooSkewd", "m", typeof(OdpsAuthenticationException))]
    [InlineData(403, "RequestExpired", "m", typeof(OdpsAuthenticationException))]
    [InlineData(400, "AuthenticationRequestExpired", "m", typeof(OdpsAuthenticationException))]
    [InlineData(429, null, null, typeof(OdpsThrottledException))]
    [InlineData(400, "SlotExceeded", "m", typeof(OdpsThrottledException))]
    [InlineData(500, "InternalServerError", "m", typeof(OdpsServiceException))]
    [InlineData(400, "ODPS-0420411: Invalid argument - ", "m", typeof(OdpsServiceException))]
    [InlineData(400, "InvalidArgument", "m", typeof(OdpsServiceException))]
    [InlineData(409, "StatusConflict", "m", typeof(OdpsServiceException))]
    [InlineData(400, "X", "[x] ODPS-0130131 in the middle", typeof(OdpsServiceException))]
    public void Code_number_and_status_decide_the_type(int status, string? code, string? message, Type type)
    {
        OdpsServiceException exception = OdpsExceptionFactory.FromResponse(
            new ServiceError { StatusCode = (HttpStatusCode)status, Code = code, Message = message }, "do it");

        Assert.IsType(type, exception);
        Assert.Equal(code, exception.ErrorCode);
    }

    [Fact]
    public void Message_names_operation_code_text_request_and_advice()
    {
        OdpsServiceException exception = OdpsExceptionFactory.FromResponse(
            new ServiceError { StatusCode = HttpStatusCode.NotFound, Code = "NoSuchTable", Message = "Table not found", RequestId = "R1", HostId = "http://h" },
            "create partition dt=1 of table sales.orders");

        Assert.Equal(
            "Could not create partition dt=1 of table sales.orders: NoSuchTable: Table not found (HTTP 404, request id R1, host http://h). Check the name, the project and the schema.",
            exception.Message);
    }

    [Fact]
    public void Code_is_not_repeated_when_the_text_begins_with_it()
    {
        OdpsServiceException exception = OdpsExceptionFactory.FromResponse(
            new ServiceError { StatusCode = HttpStatusCode.BadRequest, Code = "ODPS-0130161", Message = "ODPS-0130161:[1,1] Parse exception" }, "run it");

        Assert.Equal("Could not run it: ODPS-0130161:[1,1] Parse exception (HTTP 400).", exception.Message);
    }

    [Fact]
    public void Answer_that_says_nothing_still_makes_a_message()
    {
        OdpsServiceException exception = OdpsExceptionFactory.FromResponse(new ServiceError { StatusCode = (HttpStatusCode)418 }, "do it");

        Assert.StartsWith("Could not do it: the service answered 418 without saying why (HTTP 418).", exception.Message, StringComparison.Ordinal);
        Assert.Contains("OdpsClientOptions.Endpoint", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Very_long_text_is_cut_in_the_message_and_whole_in_the_error()
    {
        string text = new('x', 50_000);
        OdpsServiceException exception = OdpsExceptionFactory.FromResponse(new ServiceError { StatusCode = HttpStatusCode.BadRequest, Code = "C", Message = text }, "do it");

        Assert.InRange(exception.Message.Length, 4000, 4500);
        Assert.Equal(text, exception.Error.Message);
    }

    [Theory]
    [InlineData("ODPS-0130131:[1,15] Table not found - table demo.nosuch cannot be resolved", "ODPS-0130131")]
    [InlineData("FAILED: ODPS-0130161:[1,1] Parse exception - invalid token 'selec'", "ODPS-0130161")]
    [InlineData("ODPS-0420095: Access Denied - no", "ODPS-0420095")]
    [InlineData("FAILED: Something - ODPS-0010000:System internal error", "ODPS-0010000")]
    [InlineData("<Error><Code>NoSuchObject</Code><Message>gone</Message></Error>", "NoSuchObject")]
    [InlineData("[x] ODPS-1810001 a", null)]
    [InlineData("<not an error document/>", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Result_of_a_failed_task_gives_the_code(string? text, string? code)
    {
        OdpsInstanceFailedException exception = OdpsExceptionFactory.FromInstanceResult(text, "2026i1", "AnonymousSQLTask", "Failed", "select secret_column from t");

        Assert.Equal(code, exception.ErrorCode);
        Assert.Equal(("2026i1", "AnonymousSQLTask", "Failed"), (exception.InstanceId, exception.TaskName, exception.TaskStatus));
        Assert.Equal("select secret_column from t", exception.Sql);
        Assert.StartsWith("Task AnonymousSQLTask of instance 2026i1 ended as Failed: ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret_column", exception.Message, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode)0, exception.StatusCode);
    }

    [Fact]
    public void Ids_in_the_error_document_of_a_task_are_kept()
    {
        OdpsInstanceFailedException exception = OdpsExceptionFactory.FromInstanceResult(
            "<Error><Code>NoSuchObject</Code><Message>gone</Message><RequestId>R1</RequestId><HostId>h</HostId></Error>", "i", "t", "Failed", requestId: "R2");

        Assert.Equal(("R1", "h", "gone"), (exception.RequestId, exception.HostId, exception.Error.Message));
    }

    [Fact]
    public void Cancelled_task_says_so()
    {
        OdpsInstanceFailedException exception = OdpsExceptionFactory.FromInstanceResult(null, "i1", "Task1", "Cancelled");

        Assert.Equal("Task Task1 of instance i1 ended as Cancelled: Task1, status=Cancelled. It was stopped on request.", exception.Message);
    }
}
