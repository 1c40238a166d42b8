namespace Odps.Net.Tests.ControlPlane;

/// <summary>A call of each verb of the control plane, by a client of project <c>p</c> that looks for a table <c>t</c> and so on.</summary>
internal static class VerbCalls
{
    public static IReadOnlyDictionary<string, Func<OdpsClient, Task>> All { get; } = new SortedDictionary<string, Func<OdpsClient, Task>>(
        ((IEnumerable<KeyValuePair<string, Func<OdpsClient, Task>>>)[.. Places, .. Tables, .. Partitions, .. Programs, .. Volumes, .. Tags, .. Security, .. MachineLearning, .. Instances])
            .ToDictionary(c => c.Key, c => c.Value),
        StringComparer.Ordinal);

    private static Dictionary<string, Func<OdpsClient, Task>> Places => new()
    {
        ["ProjectCollection.CreateAsync"] = c => c.Projects.CreateAsync("new", new CreateProjectOptions
        {
            Type = ProjectType.External, Owner = "o", SuperAdministrator = "s", Comment = "a & b", Group = "g", DefaultCluster = "c1", QuotaId = "7", Properties = Pairs("k", "v"),
        }),
        ["ProjectCollection.DeleteAsync"] = c => c.Projects.DeleteAsync("p2"),
        ["ProjectCollection.ExistsAsync"] = c => c.Projects.ExistsAsync("p2"),
        ["ProjectCollection.GetAllPropertiesAsync"] = c => c.Projects.GetAllPropertiesAsync(),
        ["ProjectCollection.GetAsync"] = c => c.Projects.GetAsync(),
        ["ProjectCollection.GetExtendedAsync"] = c => c.Projects.GetExtendedAsync(),
        ["ProjectCollection.GetSystemInfoAsync"] = c => c.Projects.GetSystemInfoAsync(),
        ["ProjectCollection.ListAsync"] = c => Drain(c.Projects.ListAsync(new ListProjectsOptions
        {
            Prefix = "a", Owner = "o", Group = "g", Region = "r", TenantId = "t", QuotaNickname = "q", PageSize = 5,
        })),
        ["ProjectCollection.PurgeAsync"] = c => c.Projects.PurgeAsync("p2"),
        ["ProjectCollection.UpdateAsync"] = c => c.Projects.UpdateAsync("p2", new ProjectUpdate { Comment = "x", Owner = "o", State = ProjectState.Frozen, Properties = Pairs("k", "v") }),
        ["SchemaCollection.ChangeOwnerAsync"] = c => c.Schemas.ChangeOwnerAsync("s", "ALIYUN$o"),
        ["SchemaCollection.CreateAsync"] = c => c.Schemas.CreateAsync("s", "it's", ifNotExists: true),
        ["SchemaCollection.DeleteAsync"] = c => c.Schemas.DeleteAsync("s"),
        ["SchemaCollection.ExistsAsync"] = c => c.Schemas.ExistsAsync("s"),
        ["SchemaCollection.GetAsync"] = c => c.Schemas.GetAsync("s"),
        ["SchemaCollection.ListAsync"] = c => Drain(c.Schemas.ListAsync(new ListSchemasOptions { Prefix = "a", Owner = "o", PageSize = 5 })),
        ["SchemaCollection.SetCommentAsync"] = c => c.Schemas.SetCommentAsync("s", "it's"),
        ["QuotaCollection.ExistsAsync"] = c => c.Quotas.ExistsAsync("q"),
        ["QuotaCollection.GetAsync"] = c => c.Quotas.GetAsync("q", new GetQuotaOptions { Region = "r", TenantId = "t" }),
        ["QuotaCollection.ListAsync"] = c => Drain(c.Quotas.ListAsync(new ListQuotasOptions { Region = "r" })),
        ["TenantOperations.GetAsync"] = c => c.Tenant.GetAsync(),
        ["TenantOperations.GetRolePolicyAsync"] = c => c.Tenant.GetRolePolicyAsync("r"),
        ["TenantOperations.RunQueryAsync"] = c => c.Tenant.RunQueryAsync("list tenant roles", asJson: false),
        ["TenantOperations.SetRolePolicyAsync"] = c => c.Tenant.SetRolePolicyAsync("r", Policy),
    };

    private static Dictionary<string, Func<OdpsClient, Task>> Tables => new()
    {
        ["TableCollection.CreateAsync"] = c => c.Tables.CreateAsync("t", "id bigint", "dt string", new CreateTableOptions { IfNotExists = true }),
        ["TableCollection.CreateViewAsync"] = c => c.Tables.CreateViewAsync("v", "select 1"),
        ["TableCollection.DropAsync"] = c => c.Tables.DropAsync("p2.t"),
        ["TableCollection.ExistsAsync"] = c => c.Tables.ExistsAsync("t"),
        ["TableCollection.GetAsync"] = c => c.Tables.GetAsync("p2.s2.t"),
        ["TableCollection.GetManyAsync"] = c => c.Tables.GetManyAsync(["t", "p2.s2.u"]),
        ["TableCollection.ListAsync"] = c => Drain(c.Tables.ListAsync(new ListTablesOptions { Prefix = "a", Owner = "o", Type = TableType.VirtualView, Extended = true, PageSize = 5 })),
        ["TableCollection.SubmitCreateAsync"] = c => c.Tables.SubmitCreateAsync("t", TableSchema.Parse("id bigint")),
        ["TableCollection.SubmitCreateViewAsync"] = c => c.Tables.SubmitCreateViewAsync("v", "select 1"),
        ["Table.AlterAsync"] = c => T(c).AlterAsync(TableAlteration.SetLifecycle(3)),
        ["Table.ArchiveAsync"] = c => T(c).ArchiveAsync("dt=1"),
        ["Table.DropAsync"] = c => T(c).DropAsync(ifExists: true),
        ["Table.ExistsAsync"] = c => T(c).ExistsAsync(),
        ["Table.FreezeAsync"] = c => T(c).FreezeAsync(),
        ["Table.GetAsync"] = c => T(c).GetAsync(),
        ["Table.GetDdlAsync"] = c => T(c).GetDdlAsync(),
        ["Table.GetExtendedAsync"] = c => T(c).GetExtendedAsync(),
        ["Table.HeadAsync"] = c => T(c).HeadAsync(3, "dt=1", ["id"]),
        ["Table.MergeFilesAsync"] = c => T(c).MergeFilesAsync("dt=1"),
        ["Table.RestoreAsync"] = c => T(c).RestoreAsync(),
        ["Table.SubmitAlterAsync"] = c => T(c).SubmitAlterAsync(TableAlteration.Touch()),
        ["Table.SubmitArchiveAsync"] = c => T(c).SubmitArchiveAsync(),
        ["Table.SubmitDropAsync"] = c => T(c).SubmitDropAsync(),
        ["Table.SubmitFreezeAsync"] = c => T(c).SubmitFreezeAsync("dt=1"),
        ["Table.SubmitMergeFilesAsync"] = c => T(c).SubmitMergeFilesAsync(options: new MergeFilesOptions { Compaction = FileCompaction.Major }),
        ["Table.SubmitRestoreAsync"] = c => T(c).SubmitRestoreAsync("dt=1"),
        ["Table.SubmitTruncateAsync"] = c => T(c).SubmitTruncateAsync(),
        ["Table.TruncateAsync"] = c => T(c).TruncateAsync("dt=1"),
        ["TableStreamCollection.CreateAsync"] = c => c.TableStreams.CreateAsync("st", T(c), new CreateTableStreamOptions { IfNotExists = true, Version = 3, ReadMode = TableStreamReadMode.Cdc, Comment = "it's" }),
        ["TableStreamCollection.DropAsync"] = c => c.TableStreams.DropAsync("st", ifExists: true),
        ["TableStreamCollection.ExistsAsync"] = c => c.TableStreams.ExistsAsync("st"),
        ["TableStreamCollection.GetAsync"] = c => c.TableStreams.GetAsync("st"),
        ["TableStreamCollection.ListAsync"] = c => Drain(c.TableStreams.ListAsync()),
    };

    private static Dictionary<string, Func<OdpsClient, Task>> Partitions => new()
    {
        ["PartitionCollection.AnyAsync"] = c => T(c).Partitions.AnyAsync("dt=1"),
        ["PartitionCollection.CreateAsync"] = c => T(c).Partitions.CreateAsync("dt=1,r=it\\'s", ifNotExists: true),
        ["PartitionCollection.DropAsync"] = c => T(c).Partitions.DropAsync("dt=1", ifExists: true),
        ["PartitionCollection.ExistsAsync"] = c => T(c).Partitions.ExistsAsync("dt=1"),
        ["PartitionCollection.GetAsync"] = c => T(c).Partitions.GetAsync("dt=1/r=a"),
        ["PartitionCollection.GetExtendedAsync"] = c => T(c).Partitions.GetExtendedAsync("dt=1"),
        ["PartitionCollection.GetMaxAsync"] = c => T(c).Partitions.GetMaxAsync("dt=1"),
        ["PartitionCollection.ListAsync"] = c => Drain(T(c).Partitions.ListAsync(new ListPartitionsOptions { Within = "dt=1", Descending = true, PageSize = 5 })),
        ["PartitionCollection.ListSpecsAsync"] = c => Drain(T(c).Partitions.ListSpecsAsync(new ListPartitionsOptions { Within = "dt=1", PageSize = 5 })),
        ["PartitionCollection.MergeAsync"] = c => T(c).Partitions.MergeAsync(["dt=1", "dt=2"], "dt=3", ifExists: true),
        ["PartitionCollection.RenameAsync"] = c => T(c).Partitions.RenameAsync("dt=1", "dt=2"),
        ["PartitionCollection.SetLifecycleEnabledAsync"] = c => T(c).Partitions.SetLifecycleEnabledAsync("dt=1", false),
        ["PartitionCollection.SetStorageTierAsync"] = c => T(c).Partitions.SetStorageTierAsync("dt=1", StorageTier.LongTerm),
        ["PartitionCollection.SubmitCreateAsync"] = c => T(c).Partitions.SubmitCreateAsync("dt=1"),
        ["PartitionCollection.SubmitDropAsync"] = c => T(c).Partitions.SubmitDropAsync("dt=1"),
        ["PartitionCollection.TouchAsync"] = c => T(c).Partitions.TouchAsync("dt=1"),
        ["PartitionCollection.TruncateAsync"] = c => T(c).Partitions.TruncateAsync(["dt=1", "dt=2"]),
    };

    private static Dictionary<string, Func<OdpsClient, Task>> Programs => new()
    {
        ["ResourceCollection.CreateAsync"] = c => c.Resources.CreateAsync("r.py", ResourceType.Py, new MemoryStream("x = 1"u8.ToArray()), new ResourceOptions { Comment = "c", IsTemporary = true }),
        ["ResourceCollection.CreateFromTableAsync"] = c => c.Resources.CreateFromTableAsync("r", T(c), "dt=1", "c"),
        ["ResourceCollection.CreateFromVolumeAsync"] = c => c.Resources.CreateFromVolumeAsync("r", ResourceType.VolumeFile, "p/volumes/v/a/f", "c"),
        ["ResourceCollection.DeleteAsync"] = c => c.Resources.DeleteAsync("r"),
        ["ResourceCollection.ExistsAsync"] = c => c.Resources.ExistsAsync("r"),
        ["ResourceCollection.GetAsync"] = c => c.Resources.GetAsync("p2/schemas/s/resources/r"),
        ["ResourceCollection.ListAsync"] = c => Drain(c.Resources.ListAsync(new ListResourcesOptions { Prefix = "a", Owner = "o", PageSize = 5 })),
        ["Resource.ChangeOwnerAsync"] = c => c.Resources["r"].ChangeOwnerAsync("ALIYUN$o"),
        ["Resource.DeleteAsync"] = c => c.Resources["r"].DeleteAsync(),
        ["Resource.ExistsAsync"] = c => c.Resources["r"].ExistsAsync(),
        ["Resource.GetAsync"] = c => c.Resources["r"].GetAsync(),
        ["Resource.UpdateAsync"] = c => c.Resources["r"].UpdateAsync(new MemoryStream("x"u8.ToArray())),
        ["Resource.UpdateFromVolumeAsync"] = c => c.Resources["r"].UpdateFromVolumeAsync("p/volumes/v/a/g", ResourceType.VolumeArchive, "c"),
        ["TableResource.GetSourceAsync"] = c => c.Resources["r"].AsTable().GetSourceAsync(),
        ["TableResource.UpdateAsync"] = c => c.Resources["r"].AsTable().UpdateAsync(T(c), comment: "c"),
        ["FunctionCollection.CreateAsync"] = c => c.Functions.CreateAsync("f", "m.C", [c.Resources["r.py"], c.Resources["p2/resources/d.txt"]], new CreateFunctionOptions { Owner = "o" }),
        ["FunctionCollection.DeleteAsync"] = c => c.Functions.DeleteAsync("f"),
        ["FunctionCollection.ExistsAsync"] = c => c.Functions.ExistsAsync("f"),
        ["FunctionCollection.GetAsync"] = c => c.Functions.GetAsync("p2.s2.f"),
        ["FunctionCollection.ListAsync"] = c => Drain(c.Functions.ListAsync(new ListFunctionsOptions { Prefix = "a", Owner = "o", PageSize = 5 })),
        ["Function.ChangeOwnerAsync"] = c => c.Functions["f"].ChangeOwnerAsync("ALIYUN$o"),
        ["Function.DeleteAsync"] = c => c.Functions["f"].DeleteAsync(),
        ["Function.ExistsAsync"] = c => c.Functions["f"].ExistsAsync(),
        ["Function.GetAsync"] = c => c.Functions["f"].GetAsync(),
        ["Function.GetResourcesAsync"] = c => c.Functions["f"].GetResourcesAsync(),
        ["Function.UpdateAsync"] = c => c.Functions["f"].UpdateAsync("m.D", []),
    };

    private static Dictionary<string, Func<OdpsClient, Task>> Volumes => new()
    {
        ["VolumeCollection.CreateExternalAsync"] = c => c.Volumes.CreateExternalAsync("v", "oss://e/b/", new CreateExternalVolumeOptions { RoleArn = "arn", CreateDirectory = true, Accelerate = true }),
        ["VolumeCollection.CreateFileSystemAsync"] = c => c.Volumes.CreateFileSystemAsync("v"),
        ["VolumeCollection.CreatePartedAsync"] = c => c.Volumes.CreatePartedAsync("v", new CreateVolumeOptions { Comment = "c" }),
        ["VolumeCollection.DeleteAsync"] = c => c.Volumes.DeleteAsync("v", new DeleteVolumeOptions { RemoveDirectory = true, Recursive = true }),
        ["VolumeCollection.ExistsAsync"] = c => c.Volumes.ExistsAsync("v"),
        ["VolumeCollection.GetAsync"] = c => c.Volumes.GetAsync("v"),
        ["VolumeCollection.ListAsync"] = c => Drain(c.Volumes.ListAsync(new ListVolumesOptions { Prefix = "a", Owner = "o", PageSize = 5 })),
        ["Volume.DeleteAsync"] = c => c.Volumes["v"].DeleteAsync(),
        ["Volume.ExistsAsync"] = c => c.Volumes["v"].ExistsAsync(),
        ["Volume.GetAsync"] = c => c.Volumes["v"].GetAsync(),
        ["Volume.SetLifecycleAsync"] = c => c.Volumes["v"].SetLifecycleAsync(7),
        ["VolumePartitionCollection.DeleteAsync"] = c => c.Volumes["v"].AsParted().Partitions.DeleteAsync("a"),
        ["VolumePartitionCollection.ExistsAsync"] = c => c.Volumes["v"].AsParted().Partitions.ExistsAsync("a"),
        ["VolumePartitionCollection.GetAsync"] = c => c.Volumes["v"].AsParted().Partitions.GetAsync("a"),
        ["VolumePartitionCollection.ListAsync"] = c => Drain(c.Volumes["v"].AsParted().Partitions.ListAsync(new ListVolumePartitionsOptions { Prefix = "a", Owner = "o" })),
        ["VolumePartition.DeleteAsync"] = c => c.Volumes["v"].AsParted().Partitions["a"].DeleteAsync(),
        ["VolumePartition.ExistsAsync"] = c => c.Volumes["v"].AsParted().Partitions["a"].ExistsAsync(),
        ["VolumePartition.GetAsync"] = c => c.Volumes["v"].AsParted().Partitions["a"].GetAsync(),
        ["VolumePartition.ListFilesAsync"] = c => Drain(c.Volumes["v"].AsParted().Partitions["a"].ListFilesAsync(new ListVolumeFilesOptions { Prefix = "f", PageSize = 5 })),
        ["VolumeItemCollection.CreateDirectoryAsync"] = c => Items(c).CreateDirectoryAsync("d/e"),
        ["VolumeItemCollection.DeleteAsync"] = c => Items(c).DeleteAsync("d", recursive: true),
        ["VolumeItemCollection.ExistsAsync"] = c => Items(c).ExistsAsync("d"),
        ["VolumeItemCollection.GetAsync"] = c => Items(c).GetAsync("d"),
        ["VolumeItemCollection.ListAsync"] = c => Drain(Items(c).ListAsync("d")),
        ["VolumeItem.CreateDirectoryAsync"] = c => Items(c)["d"].CreateDirectoryAsync(),
        ["VolumeItem.DeleteAsync"] = c => Items(c)["d"].DeleteAsync(),
        ["VolumeItem.ExistsAsync"] = c => Items(c)["d"].ExistsAsync(),
        ["VolumeItem.GetAsync"] = c => Items(c)["d"].GetAsync(),
        ["VolumeItem.ListAsync"] = c => Drain(Items(c)["d"].ListAsync()),
        ["VolumeItem.MoveAsync"] = c => Items(c)["d/f"].MoveAsync("/e/f", replication: 2),
        ["VolumeItem.SetReplicationAsync"] = c => Items(c)["d/f"].SetReplicationAsync(3),
        ["ExternalVolume.GetReadUriAsync"] = c => c.Volumes["v"].AsExternal().GetReadUriAsync("d/f", TimeSpan.FromMinutes(2)),
        ["ExternalVolume.GetWriteUriAsync"] = c => c.Volumes["v"].AsExternal().GetWriteUriAsync("d/f"),
    };

    private static Dictionary<string, Func<OdpsClient, Task>> Tags => new()
    {
        ["ClassificationCollection.CreateAsync"] = c => c.Classifications.CreateAsync("k", new Dictionary<string, TagAttribute>
        {
            ["text"] = new() { IsRequired = true, MinLength = 1, MaxLength = 9 },
            ["number"] = new() { Type = TagAttributeType.Integer, Minimum = 0, Maximum = 5, IsUnique = false },
            ["choice"] = new() { Type = TagAttributeType.Enumeration, Elements = ["a", "b"] },
            ["flag"] = new() { Type = TagAttributeType.Boolean },
        }, ifNotExists: true),
        ["ClassificationCollection.DeleteAsync"] = c => c.Classifications.DeleteAsync("k"),
        ["ClassificationCollection.ExistsAsync"] = c => c.Classifications.ExistsAsync("k"),
        ["ClassificationCollection.GetAsync"] = c => c.Classifications.GetAsync("k"),
        ["ClassificationCollection.ListAsync"] = c => Drain(c.Classifications.ListAsync()),
        ["Classification.AddAttributeAsync"] = c => c.Classifications["k"].AddAttributeAsync("more", new TagAttribute()),
        ["Classification.DeleteAsync"] = c => c.Classifications["k"].DeleteAsync(),
        ["Classification.ExistsAsync"] = c => c.Classifications["k"].ExistsAsync(),
        ["Classification.GetAsync"] = c => c.Classifications["k"].GetAsync(),
        ["TagCollection.CreateAsync"] = c => c.Classifications["k"].Tags.CreateAsync("g", new TagOptions { Attributes = Pairs("text", "x"), Policy = "{}" }),
        ["TagCollection.ExistsAsync"] = c => c.Classifications["k"].Tags.ExistsAsync("g"),
        ["TagCollection.GetAsync"] = c => c.Classifications["k"].Tags.GetAsync("g"),
        ["TagCollection.ListAsync"] = c => Drain(c.Classifications["k"].Tags.ListAsync()),
        ["Tag.ExistsAsync"] = c => c.Classifications["k"].Tags["g"].ExistsAsync(),
        ["Tag.GetAsync"] = c => c.Classifications["k"].Tags["g"].GetAsync(),
        ["Tag.UpdateAsync"] = c => c.Classifications["k"].Tags["g"].UpdateAsync(new TagOptions { Attributes = Pairs("text", "y"), RemovedAttributes = ["number"] }),
        ["ObjectTags.GetAsync"] = c => T(c).Tags.GetAsync("dt=1"),
        ["ObjectTags.SetAsync"] = c => T(c).Tags.SetAsync(c.Classifications["k"].Tags["g"], ["id"]),
        ["ObjectTags.SetSimpleAsync"] = c => c.Functions["f"].Tags.SetSimpleAsync("cat", Pairs("a", "1")),
        ["ObjectTags.UnsetAsync"] = c => c.Resources["r"].Tags.UnsetAsync(c.Classifications["k"].Tags["g"]),
        ["ObjectTags.UnsetSimpleAsync"] = c => c.WithSchema("s").Volumes["v"].Tags.UnsetSimpleAsync("cat", Pairs("a", "1")),
    };

    private static Dictionary<string, Func<OdpsClient, Task>> Security => new()
    {
        ["SecurityOperations.CheckPermissionAsync"] = c => c.Security.CheckPermissionAsync(SecuredObject.Table("t"), SecuredAction.Select, new PermissionCheckOptions { Columns = ["id"], Principal = "RAM$a:b" }),
        ["SecurityOperations.GetConfigurationAsync"] = c => c.Security.GetConfigurationAsync(),
        ["SecurityOperations.GetOptionAsync"] = c => c.Security.GetOptionAsync("LabelSecurity"),
        ["SecurityOperations.GetPolicyAsync"] = c => c.Security.GetPolicyAsync(),
        ["SecurityOperations.GetSecurityPolicyAsync"] = c => c.Security.GetSecurityPolicyAsync(),
        ["SecurityOperations.RunQueryAsync"] = c => c.Security.RunQueryAsync("show grants", new SecurityQueryOptions { SupervisionToken = "supervision-token-1", Schema = "s" }),
        ["SecurityOperations.SetConfigurationAsync"] = c => c.Security.SetConfigurationAsync(new SecurityConfiguration { LabelSecurity = true }, "supervision-token-1"),
        ["SecurityOperations.SetOptionAsync"] = c => c.Security.SetOptionAsync("LabelSecurity", "true"),
        ["SecurityOperations.SetPolicyAsync"] = c => c.Security.SetPolicyAsync(Policy),
        ["SecurityOperations.SetSecurityPolicyAsync"] = c => c.Security.SetSecurityPolicyAsync(Policy),
        ["SecurityOperations.SignBearerTokenAsync"] = c => c.Security.SignBearerTokenAsync(Policy, TimeSpan.FromHours(2)),
        ["SecurityOperations.SubmitQueryAsync"] = c => c.Security.SubmitQueryAsync("whoami", new SecurityQueryOptions { AsJson = false }),
        ["SecurityOperations.WhoAmIAsync"] = c => c.Security.WhoAmIAsync(),
        ["SecurityQuery.GetAsync"] = c => c.Security.GetQuery("q1").GetAsync(),
        ["SecurityQuery.WaitForSuccessAsync"] = c => c.Security.GetQuery("q1").WaitForSuccessAsync(),
        ["UserCollection.AddAsync"] = c => c.Security.Users.AddAsync("RAM$a:b"),
        ["UserCollection.ExistsAsync"] = c => c.Security.Users.ExistsAsync("RAM$a:b"),
        ["UserCollection.GetAsync"] = c => c.Security.Users.GetAsync("RAM$a:b"),
        ["UserCollection.GetByIdAsync"] = c => c.Security.Users.GetByIdAsync("12"),
        ["UserCollection.ListAsync"] = c => Drain(c.Security.Users.ListAsync()),
        ["UserCollection.RemoveAsync"] = c => c.Security.Users.RemoveAsync("RAM$a:b"),
        ["User.ExistsAsync"] = c => c.Security.Users["RAM$a:b"].ExistsAsync(),
        ["User.GetAsync"] = c => c.Security.Users["RAM$a:b"].GetAsync(),
        ["User.GrantRoleAsync"] = c => c.Security.Users["RAM$a:b"].GrantRoleAsync("r"),
        ["User.ListRolesAsync"] = c => Drain(c.Security.Users["RAM$a:b"].ListRolesAsync()),
        ["User.RemoveAsync"] = c => c.Security.Users["RAM$a:b"].RemoveAsync(),
        ["User.RevokeRoleAsync"] = c => c.Security.Users["RAM$a:b"].RevokeRoleAsync("r"),
        ["RoleCollection.CreateAsync"] = c => c.Security.Roles.CreateAsync("r"),
        ["RoleCollection.DropAsync"] = c => c.Security.Roles.DropAsync("r"),
        ["RoleCollection.ExistsAsync"] = c => c.Security.Roles.ExistsAsync("r"),
        ["RoleCollection.GetAsync"] = c => c.Security.Roles.GetAsync("r"),
        ["RoleCollection.ListAsync"] = c => Drain(c.Security.Roles.ListAsync("r")),
        ["Role.DropAsync"] = c => c.Security.Roles["r"].DropAsync(),
        ["Role.ExistsAsync"] = c => c.Security.Roles["r"].ExistsAsync(),
        ["Role.GetAsync"] = c => c.Security.Roles["r"].GetAsync(),
        ["Role.GetPolicyAsync"] = c => c.Security.Roles["r"].GetPolicyAsync(),
        ["Role.GrantToAsync"] = c => c.Security.Roles["r"].GrantToAsync("RAM$a:b"),
        ["Role.ListUsersAsync"] = c => Drain(c.Security.Roles["r"].ListUsersAsync()),
        ["Role.RevokeFromAsync"] = c => c.Security.Roles["r"].RevokeFromAsync("RAM$a:b"),
        ["Role.SetPolicyAsync"] = c => c.Security.Roles["r"].SetPolicyAsync(Policy),
    };

    private static Dictionary<string, Func<OdpsClient, Task>> MachineLearning => new()
    {
        ["XFlowCollection.CreateAsync"] = c => c.XFlows.CreateAsync("<xflow name=\"x\"/>"),
        ["XFlowCollection.DeleteAsync"] = c => c.XFlows.DeleteAsync("x"),
        ["XFlowCollection.ExecuteAsync"] = c => c.XFlows.ExecuteAsync("x", new XFlowOptions { XFlowProject = "algo", Parameters = Pairs("modelName", "m"), Priority = 1, Hints = Pairs("k", "v"), UniqueId = "u" }),
        ["XFlowCollection.ExistsAsync"] = c => c.XFlows.ExistsAsync("x"),
        ["XFlowCollection.GetAsync"] = c => c.XFlows.GetAsync("x"),
        ["XFlowCollection.ListAsync"] = c => Drain(c.XFlows.ListAsync(new ListXFlowsOptions { Owner = "o" })),
        ["XFlowCollection.SubmitAsync"] = c => c.XFlows.SubmitAsync("x"),
        ["XFlow.DeleteAsync"] = c => c.XFlows["x"].DeleteAsync(),
        ["XFlow.ExistsAsync"] = c => c.XFlows["x"].ExistsAsync(),
        ["XFlow.GetAsync"] = c => c.XFlows["x"].GetAsync(),
        ["XFlow.SubmitAsync"] = c => c.XFlows["x"].SubmitAsync(new XFlowOptions { Parameters = Pairs("inputTableName", "t") }),
        ["XFlow.UpdateAsync"] = c => c.XFlows["x"].UpdateAsync("<xflow name=\"x\"/>"),
        ["XFlowInstance.GetResultsAsync"] = c => c.XFlows.GetInstance("i1").GetResultsAsync(),
        ["XFlowInstance.GetSourceAsync"] = c => c.XFlows.GetInstance("i1").GetSourceAsync(),
        ["XFlowInstance.GetSubInstancesAsync"] = c => c.XFlows.GetInstance("i1").GetSubInstancesAsync(),
        ["XFlowInstance.WatchSubInstancesAsync"] = c => Drain(c.XFlows.GetInstance("i1").WatchSubInstancesAsync()),
        ["OfflineModelCollection.CreateAsync"] = c => c.OfflineModels.CreateAsync("m", new CreateOfflineModelOptions { ModelPath = "oss://b/m/", RoleArn = "arn", Type = "PMML", Version = "1", Processor = "pr", Configuration = "{}" }),
        ["OfflineModelCollection.DeleteAsync"] = c => c.OfflineModels.DeleteAsync("m"),
        ["OfflineModelCollection.ExistsAsync"] = c => c.OfflineModels.ExistsAsync("m"),
        ["OfflineModelCollection.GetAsync"] = c => c.OfflineModels.GetAsync("m"),
        ["OfflineModelCollection.ListAsync"] = c => Drain(c.OfflineModels.ListAsync(new ListOfflineModelsOptions { Prefix = "a", Owner = "o" })),
        ["OfflineModelCollection.ListTableModelsAsync"] = c => Drain(c.OfflineModels.ListTableModelsAsync("m")),
        ["OfflineModelCollection.SubmitCreateAsync"] = c => c.OfflineModels.SubmitCreateAsync("m", new CreateOfflineModelOptions { ModelPath = "oss://b/m/" }),
        ["OfflineModel.CopyAsync"] = c => c.OfflineModels["m"].CopyAsync("n", "p2"),
        ["OfflineModel.DeleteAsync"] = c => c.OfflineModels["m"].DeleteAsync(),
        ["OfflineModel.ExistsAsync"] = c => c.OfflineModels["m"].ExistsAsync(),
        ["OfflineModel.GetAsync"] = c => c.OfflineModels["m"].GetAsync(),
        ["OfflineModel.GetPmmlAsync"] = c => c.OfflineModels["m"].GetPmmlAsync(),
        ["OfflineModel.SubmitCopyAsync"] = c => c.OfflineModels["m"].SubmitCopyAsync("n"),
        ["TableModel.DropAsync"] = c => c.OfflineModels.GetTableModel("m").DropAsync(),
        ["TableModel.ExistsAsync"] = c => c.OfflineModels.GetTableModel("m").ExistsAsync(),
        ["TableModel.GetParametersAsync"] = c => c.OfflineModels.GetTableModel("m").GetParametersAsync(),
        ["TableModel.GetTablesAsync"] = c => c.OfflineModels.GetTableModel("m").GetTablesAsync(),
        ["ModelCollection.ExistsAsync"] = c => c.Models.ExistsAsync("m"),
        ["ModelCollection.GetAsync"] = c => c.WithSchema("s").Models.GetAsync("m"),
        ["ModelCollection.ListAsync"] = c => Drain(c.Models.ListAsync()),
        ["ModelCollection.ListVersionsAsync"] = c => Drain(c.Models.ListVersionsAsync("m")),
    };

    private static Dictionary<string, Func<OdpsClient, Task>> Instances => new()
    {
        ["InstanceCollection.ExistsAsync"] = c => c.Instances.ExistsAsync("i1"),
        ["InstanceCollection.GetJobInsightHostAsync"] = c => c.Instances.GetJobInsightHostAsync(),
        ["InstanceCollection.GetLogViewHostAsync"] = c => c.Instances.GetLogViewHostAsync(),
        ["InstanceCollection.ListAsync"] = c => Drain(c.Instances.ListAsync(new ListInstancesOptions
        {
            From = DateTimeOffset.UnixEpoch.AddSeconds(5), To = DateTimeOffset.UnixEpoch.AddSeconds(9), Status = InstanceStatus.Running, OnlyOwner = true, JobName = "j", QuotaIndex = "q",
        })),
        ["InstanceCollection.ListQueueingAsync"] = c => Drain(c.Instances.ListQueueingAsync(new ListQueueingOptions { Status = InstanceStatus.Running, OnlyOwner = false, QuotaIndex = "q" })),
        ["Instance.GetAsync"] = c => c.Instances["i1"].GetAsync(),
        ["Instance.GetCostAsync"] = c => c.Instances["i1"].GetCostAsync("t1"),
        ["Instance.GetDetail2Async"] = c => c.Instances["i1"].GetDetail2Async("t1"),
        ["Instance.GetDetailAsync"] = c => c.Instances["i1"].GetDetailAsync("t1"),
        ["Instance.GetJobAsync"] = c => c.Instances["i1"].GetJobAsync(),
        ["Instance.GetLogViewUriAsync"] = c => c.Instances["i1"].GetLogViewUriAsync(),
        ["Instance.GetProgressAsync"] = c => c.Instances["i1"].GetProgressAsync(),
        ["Instance.GetQueueingInfoAsync"] = c => c.Instances["i1"].GetQueueingInfoAsync(),
        ["Instance.GetQuotaAsync"] = c => c.Instances["i1"].GetQuotaAsync("t1"),
        ["Instance.GetResultsAsync"] = c => c.Instances["i1"].GetResultsAsync(),
        ["Instance.GetStagesAsync"] = c => c.Instances["i1"].GetStagesAsync("t1"),
        ["Instance.GetSummaryAsync"] = c => c.Instances["i1"].GetSummaryAsync("t1"),
        ["Instance.GetTaskInfoAsync"] = c => c.Instances["i1"].GetTaskInfoAsync("t1", "warnings"),
        ["Instance.GetTasksAsync"] = c => c.Instances["i1"].GetTasksAsync(),
        ["Instance.GetWorkerLogAsync"] = c => c.Instances["i1"].GetWorkerLogAsync("l1", WorkerLogType.StandardError, 100),
        ["Instance.GetWorkersAsync"] = c => c.Instances["i1"].GetWorkersAsync("t1"),
        ["Instance.IsSuccessfulAsync"] = c => c.Instances["i1"].IsSuccessfulAsync(),
        ["Instance.PutTaskInfoAsync"] = c => c.Instances["i1"].PutTaskInfoAsync("t1", "k", "v"),
        ["Instance.StopAsync"] = c => c.Instances["i1"].StopAsync(),
        ["Instance.WaitAsync"] = c => c.Instances["i1"].WaitAsync(),
        ["Instance.WaitForSuccessAsync"] = c => c.Instances["i1"].WaitForSuccessAsync(),
    };

    private static SecurityPolicy Policy { get; } = SecurityPolicy.Parse("""{"Version":"1","Statement":[]}""");

    private static Table T(OdpsClient client) => client.Tables["t"];

    private static VolumeItemCollection Items(OdpsClient client) => client.Volumes["v"].AsFileSystem().Items;

    private static Dictionary<string, string> Pairs(string key, string value) => new() { [key] = value };

    private static async Task Drain<T>(IAsyncEnumerable<T> items)
    {
        await foreach (T _ in items)
        {
        }
    }
}
