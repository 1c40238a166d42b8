using Odps.Net.Emulator;
using Odps.Net.Tunnel;

namespace Odps.Net.IntegrationTests.Security;

/// <summary>What a user may do without a grant, which is nothing, and with one.</summary>
public sealed class GrantTests : IAsyncLifetime
{
    private const string Account = "RAM$company:guest";

    private OdpsEmulator _emulator = null!;
    private OdpsClient _owner = null!;
    private OdpsClient _guest = null!;

    public async Task InitializeAsync()
    {
        _emulator = await OdpsEmulator.StartAsync(new OdpsEmulatorOptions { Users = [new EmulatorUser("guest-id-000001", "guest-key") { Account = Account }] });
        _owner = new OdpsClient(_emulator.ClientOptions);
        _guest = new OdpsClient(_emulator.ClientOptions with { Credential = OdpsCredential.AccessKey("guest-id-000001", "guest-key") });
        await _owner.Tables.CreateAsync("t", "id bigint", "dt string");
        await _owner.Sql.ExecuteAsync("insert into t partition (dt='1') values (1)");
        await _owner.Tables.CreateViewAsync("v", "select id from t");
        await _owner.Schemas.CreateAsync("s");
        await _owner.Resources.CreateAsync("r.py", ResourceType.Py, new MemoryStream([1]));
        await _owner.Functions.CreateAsync("f", "r.C", [_owner.Resources["r.py"]]);
        await _owner.Volumes.CreatePartedAsync("parted");
        await _owner.Volumes.CreateFileSystemAsync("files");
        await _owner.XFlows.CreateAsync("<xflow name=\"x\"/>");
        await _owner.OfflineModels.CreateAsync("m", new CreateOfflineModelOptions());
        await _owner.Classifications.CreateAsync("k");
    }

    public async Task DisposeAsync()
    {
        await _guest.DisposeAsync();
        await _owner.DisposeAsync();
        await _emulator.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task User_without_a_grant_may_do_nothing_with_any_noun(bool isMember)
    {
        if (isMember)
        {
            await _owner.Security.Users.AddAsync(Account);
        }

        Instance job = await _owner.Sql.ExecuteAsync("select 1");
        Table table = _guest.Tables["t"];
        Func<Task>[] calls =
        [
            () => _guest.Projects.GetAsync(), () => _guest.Projects.UpdateAsync(_guest.Project!, new ProjectUpdate { Comment = "x" }), () => _guest.Projects.GetSystemInfoAsync(),
            () => _guest.Schemas.GetAsync("s"), () => _guest.Schemas.CreateAsync("n"), () => _guest.Schemas.DeleteAsync("s"), () => _guest.Schemas.ListAsync().ToListAsync().AsTask(),
            () => table.GetAsync(), () => table.HeadAsync(), () => table.GetExtendedAsync(), () => _guest.Tables.ListAsync().ToListAsync().AsTask(), () => _guest.Tables.CreateAsync("n", "id bigint"),
            () => _guest.Tables.GetManyAsync(["t"]), () => table.DropAsync(), () => table.TruncateAsync(), () => table.AlterAsync(TableAlteration.Touch()), () => table.ArchiveAsync(), () => table.Tags.GetAsync(),
            () => table.Partitions.GetAsync("dt=1"), () => table.Partitions.CreateAsync("dt=2"), () => table.Partitions.ListAsync().ToListAsync().AsTask(),
            () => _guest.Tunnel.CreateDownloadSessionAsync(table, "dt=1"), () => _guest.Tunnel.CreateUploadSessionAsync(table, "dt=1"), () => _guest.TableStreams.ListAsync().ToListAsync().AsTask(),
            () => _guest.Sql.SubmitAsync("select 1"), () => _guest.Instances.ListAsync().ToListAsync().AsTask(), () => _guest.Instances[job.Id].GetAsync(), () => _guest.Instances[job.Id].StopAsync(),
            () => _guest.Resources.GetAsync("r.py"), () => _guest.Resources["r.py"].OpenReadAsync(), () => _guest.Resources.DeleteAsync("r.py"), () => _guest.Resources.ListAsync().ToListAsync().AsTask(),
            () => _guest.Resources.CreateAsync("n.py", ResourceType.Py, new MemoryStream([1])), () => _guest.Resources["r.py"].ChangeOwnerAsync(Account),
            () => _guest.Functions.GetAsync("f"), () => _guest.Functions.CreateAsync("n", "c"), () => _guest.Functions["f"].UpdateAsync("c", []), () => _guest.Functions.DeleteAsync("f"),
            () => _guest.Volumes.GetAsync("parted"), () => _guest.Volumes.CreatePartedAsync("n"), () => _guest.Volumes.DeleteAsync("parted"), () => _guest.Volumes.ListAsync().ToListAsync().AsTask(),
            () => _guest.Volumes["parted"].AsParted().Partitions["a"].CreateUploadSessionAsync(), () => _guest.Volumes["files"].AsFileSystem().Items.CreateDirectoryAsync("d"),
            () => _guest.XFlows.GetAsync("x"), () => _guest.XFlows.DeleteAsync("x"), () => _guest.XFlows.SubmitAsync("x"),
            () => _guest.OfflineModels.GetAsync("m"), () => _guest.OfflineModels.DeleteAsync("m"), () => _guest.OfflineModels["m"].CopyAsync("n"),
            () => _guest.Classifications.GetAsync("k"), () => _guest.Classifications.CreateAsync("n"), () => _guest.Classifications["k"].Tags.CreateAsync("t"),
            () => _guest.Security.GetPolicyAsync(), () => _guest.Security.SetPolicyAsync(null), () => _guest.Security.GetConfigurationAsync(),
            () => _guest.Security.Users.ListAsync().ToListAsync().AsTask(), () => _guest.Security.Roles.GetAsync("admin"), () => _guest.Security.Roles.CreateAsync("n"),
        ];
        for (int i = 0; i < calls.Length; i++)
        {
            Exception? failure = await Xunit.Record.ExceptionAsync(calls[i]);
            Assert.True(failure is OdpsPermissionException, $"Call {i} gave {failure?.GetType().Name ?? "no exception"}: {failure?.Message}");
        }

        Assert.Equal(Account, (await _guest.Security.WhoAmIAsync()).DisplayName);
        Assert.True(await _owner.Tables.ExistsAsync("t"));
    }

    [Fact]
    public async Task Grants_to_a_user_and_through_a_role_allow_what_they_name()
    {
        SecurityOperations security = _owner.Security;
        await security.Users.AddAsync(Account);
        await security.RunQueryAsync($"grant CreateInstance on project {_owner.Project} to user {Account}");
        await security.RunQueryAsync($"grant Select, Describe on table t to user {Account}");
        Assert.Equal("id", (await _guest.Tables.GetAsync("t")).Schema!.Columns[0].Name);
        Assert.Equal(1L, (await (await _guest.Sql.QueryAsync("select id from t where dt = '1'")).ReadRecordsAsync().SingleAsync())["id"]);
        await using (RecordReader reader = await _guest.Tables["t"].OpenReaderAsync("dt=1"))
        {
            Assert.True(await reader.ReadAsync());
        }

        await security.RunQueryAsync($"grant List on project {_owner.Project} to user {Account}");
        Assert.Equal(["t"], (await _guest.Tables.GetManyAsync(["t", "v"])).Select(t => t.Name));
        await AssertRefusedAsync("insert into t partition (dt='1') values (2)", "Update");
        await AssertRefusedAsync("drop table t", "Drop");
        await AssertRefusedAsync("create table n (id bigint)", "CreateTable");
        await AssertRefusedAsync("select * from v", "Select");
        await Assert.ThrowsAsync<OdpsPermissionException>(() => _guest.Tunnel.CreateUploadSessionAsync(_guest.Tables["t"], "dt=1"));
        Assert.True((await _guest.Security.CheckPermissionAsync(SecuredObject.Table("t"), SecuredAction.Select)).IsAllowed);
        Assert.False((await _guest.Security.CheckPermissionAsync(SecuredObject.Table("t"), SecuredAction.Update)).IsAllowed);

        Role writer = await security.Roles.CreateAsync("writer");
        await security.RunQueryAsync("grant Update on table t to role writer");
        await security.RunQueryAsync("grant All on resource r.py to role writer");
        await writer.GrantToAsync(Account);
        await _guest.Sql.ExecuteAsync("insert into t partition (dt='1') values (2)");
        Assert.Equal("r.py", (await _guest.Resources.GetAsync("r.py")).Name);
        await writer.RevokeFromAsync(Account);
        await AssertRefusedAsync("insert into t partition (dt='1') values (3)", "Update");
        await Assert.ThrowsAsync<OdpsPermissionException>(() => _guest.Resources.GetAsync("r.py"));

        await security.RunQueryAsync($"revoke Select on table t from user {Account}");
        await AssertRefusedAsync("select id from t", "Select");
    }

    [Fact]
    public async Task What_a_user_makes_is_the_users_own_and_a_view_needs_no_right_on_its_tables()
    {
        SecurityOperations security = _owner.Security;
        await security.Users.AddAsync(Account);
        await security.RunQueryAsync($"grant CreateInstance, CreateTable, CreateResource on project {_owner.Project} to user {Account}");
        Table own = await _guest.Tables.CreateAsync("own", "id bigint");
        await _guest.Sql.ExecuteAsync("insert into own values (1)");
        Assert.Single(await own.HeadAsync());
        await own.DropAsync();
        Resource resource = await _guest.Resources.CreateAsync("own.py", ResourceType.Py, new MemoryStream([1]));
        await resource.DeleteAsync();

        await security.RunQueryAsync($"grant Select on table v to user {Account}");
        Assert.Equal(1L, (await (await _guest.Sql.QueryAsync("select id from v")).ReadRecordsAsync().SingleAsync())["id"]);
        await AssertRefusedAsync("select id from t", "Select");

        await security.SetOptionAsync("ObjectCreatorHasAccessPermission", "false");
        await _guest.Tables.CreateAsync("theirs", "id bigint");
        await AssertRefusedAsync("select id from theirs", "Select");
    }

    [Fact]
    public async Task Policies_allow_and_what_one_denies_no_grant_gives_back()
    {
        SecurityOperations security = _owner.Security;
        await security.Users.AddAsync(Account);
        Role reader = await security.Roles.CreateAsync("reader");
        await reader.SetPolicyAsync(SecurityPolicy.Parse($$"""
            {"Version":"1","Statement":[{"Effect":"Allow","Action":["odps:Describe","odps:Select","odps:CreateInstance"],"Resource":["acs:odps:*:projects/{{_owner.Project}}","acs:odps:*:projects/{{_owner.Project}}/tables/*"]}]}
            """));
        await reader.GrantToAsync(Account);
        await _guest.Sql.ExecuteAsync("select id from t");
        await security.SetPolicyAsync(SecurityPolicy.Parse($$"""
            {"Version":"1","Statement":[{"Effect":"Deny","Principal":["{{Account}}"],"Action":"odps:Select","Resource":"acs:odps:*:projects/{{_owner.Project}}/tables/t"}]}
            """));
        await security.RunQueryAsync($"grant All on table t to user {Account}");
        await AssertRefusedAsync("select id from t", "Select");
        Assert.NotNull(await _guest.Tables.GetAsync("t"));

        await security.SetPolicyAsync(null);
        await security.SetOptionAsync("CheckPermissionUsingPolicy", "false");
        await Assert.ThrowsAsync<OdpsPermissionException>(() => _guest.Sql.SubmitAsync("select 1"));
    }

    [Fact]
    public async Task Objects_of_a_schema_have_grants_of_their_own()
    {
        await _owner.WithSchema("s").Tables.CreateAsync("t", "id bigint");
        await _owner.Security.Users.AddAsync(Account);
        await _owner.Security.RunQueryAsync($"grant Describe on table s.t to user {Account}");
        Assert.NotNull(await _guest.WithSchema("s").Tables.GetAsync("t"));
        await Assert.ThrowsAsync<OdpsPermissionException>(() => _guest.Tables.GetAsync("t"));
    }

    private async Task AssertRefusedAsync(string sql, string action)
    {
        OdpsServiceException error = await Assert.ThrowsAnyAsync<OdpsServiceException>(() => _guest.Sql.ExecuteAsync(sql));
        Assert.Equal("ODPS-0130013", error.ErrorCode);
        Assert.Contains($"odps:{action}'", error.Message, StringComparison.Ordinal);
    }
}
