using System.Text.RegularExpressions;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.ControlPlane;

/// <summary>What every verb makes of answers that are not those of a good day.</summary>
public sealed partial class AnswerTests
{
    /// <summary>What these want of an answer cannot be missing: an address, a definition, the table of a resource.</summary>
    private static readonly string[] Needy =
    [
        "ExternalVolume.GetReadUriAsync", "ExternalVolume.GetWriteUriAsync", "Instance.GetLogViewUriAsync", "InstanceCollection.GetJobInsightHostAsync", "InstanceCollection.GetLogViewHostAsync",
        "Table.GetDdlAsync", "TableResource.GetSourceAsync",
    ];

    public static TheoryData<string> Readers => [.. VerbCalls.All.Keys.Where(name => Reading().IsMatch(name)).Except(Needy)];

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Elements_kinds_and_values_of_a_newer_service_never_fail_a_reading(string verb)
    {
        await using var service = new ScriptedRest { OnRequest = StrangeAnswers.AnswerAsync };
        await VerbCalls.All[verb](service.Client);
    }

    [Fact]
    public async Task Kinds_of_a_newer_service_are_kept_as_they_are()
    {
        await using var service = new ScriptedRest { OnRequest = StrangeAnswers.AnswerAsync };
        OdpsClient client = service.Client;
        Assert.Equal("QUANTUM", (await client.Projects.GetAsync()).State!.Value.Value);
        Assert.Equal("QUANTUM", (await client.Quotas.GetAsync("q")).ResourceSystem!.Value.Value);
        Assert.Equal("QUANTUM", (await client.Tenant.GetAsync()).State!.Value.Value);
        Assert.Equal("QUANTUM", (await client.Volumes.GetAsync("v")).Type!.Value.Value);
        Assert.Equal("quantum", (await client.Resources.GetAsync("r")).Type!.Value.Value);
        Assert.Equal("QUANTUM", (await client.Instances["i1"].GetAsync()).Status.Value);
        Assert.Equal("QUANTUM", (await client.Models.GetAsync("m")).Type);
        Assert.Equal("quantum", (await client.Classifications.GetAsync("k")).Attributes["a"].Type.Value);
        TableInfo table = await client.Tables.GetAsync("t");
        Assert.Equal(("QUANTUM", OdpsTypeKind.Unknown), (table.Type!.Value.Value, table.Schema!.Columns[0].Type.Kind));
        Assert.Equal("quantum", (await client.Tables["t"].GetExtendedAsync()).StorageTier!.Tier!.Value.Value.ToLowerInvariant());
    }

    [Theory]
    [InlineData(404, "NoSuchObject", typeof(OdpsNotFoundException))]
    [InlineData(409, "ObjectAlreadyExists", typeof(OdpsAlreadyExistsException))]
    [InlineData(403, "NoPermission", typeof(OdpsPermissionException))]
    [InlineData(400, "InvalidArgument", typeof(OdpsServiceException))]
    public async Task Refusals_have_their_type_for_every_verb_and_say_what_was_being_done(int status, string code, Type type)
    {
        await using var service = new ScriptedRest { Status = status, Body = ScriptedRest.Error(code) };

        // A service that does not know the question has no host of Job Insight: that is an answer.
        await Task.WhenAll(VerbCalls.All.Where(c => c.Key != "InstanceCollection.GetJobInsightHostAsync").Select(c => CheckAsync(c.Key, c.Value)));

        async Task CheckAsync(string verb, Func<OdpsClient, Task> call)
        {
            if (status == 404 && verb.EndsWith(".ExistsAsync", StringComparison.Ordinal) && !verb.StartsWith("TableModel", StringComparison.Ordinal))
            {
                await call(service.Client);
                return;
            }

            Exception? failure = await Xunit.Record.ExceptionAsync(() => call(service.Client));
            Assert.True(failure?.GetType() == type, $"{verb} gave {failure?.GetType().Name ?? "no exception"} instead of {type.Name}: {failure?.Message}");
            var error = (OdpsServiceException)failure!;
            Assert.Equal((code, status), (error.ErrorCode, (int)error.StatusCode!));
            Assert.StartsWith("Could not ", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Empty_names_are_refused_before_anything_is_sent()
    {
        await using var service = new ScriptedRest();
        OdpsClient c = service.Client;
        Func<Task>[] calls =
        [
            () => c.Projects.CreateAsync(" "), () => c.Projects.GetAsync(""), () => c.Projects.DeleteAsync(""), () => c.Projects.PurgeAsync(""), () => c.Schemas.CreateAsync(""), () => c.Schemas.GetAsync(""),
            () => c.Schemas.ChangeOwnerAsync("", "o"), () => c.Quotas.GetAsync(""), () => c.Tables.GetAsync(""), () => c.Tables.GetManyAsync(["a", ""]), () => c.TableStreams.GetAsync(""),
            () => c.TableStreams.DropAsync(""), () => c.Resources.GetAsync(""), () => c.Functions.GetAsync(""), () => c.Volumes.GetAsync(""), () => c.Security.Users.GetAsync(""),
            () => c.Security.Roles.GetAsync(""), () => c.Tenant.GetRolePolicyAsync(" "), () => c.XFlows.GetAsync(""), () => c.OfflineModels.GetAsync(""), () => c.Models.GetAsync(""),
            () => c.Classifications.GetAsync(""), () => c.Classifications["k"].Tags.GetAsync(" "), () => c.Instances.ExistsAsync(""),
        ];
        foreach (Func<Task> call in calls)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(call);
        }

        Assert.DoesNotContain(service.Lines, line => !line.Contains("/catalogapi", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\.(Get|List)\w*Async$")]
    private static partial Regex Reading();
}
