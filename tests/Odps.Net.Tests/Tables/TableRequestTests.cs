using System.Net;
using System.Xml.Linq;
using Odps.Net.Tests.Support;

namespace Odps.Net.Tests.Tables;

/// <summary>The requests of tables and partitions, and what is made of answers that hold more, or other things, than this SDK knows.</summary>
public sealed class TableRequestTests
{
    private readonly ScriptedService _service = new();

    private Table Table => _service.Client.Tables["p1.s1.t 1"];

    [Fact]
    public async Task Get_asks_for_the_table_in_its_schema()
    {
        _service.Answers("<Table><Name>t 1</Name></Table>");
        await Table.GetAsync();
        AssertGet("curr_schema=s1");
    }

    [Fact]
    public async Task Extended_get_has_the_flag()
    {
        _service.Answers("<Table><Schema>{}</Schema></Table>");
        await Table.GetExtendedAsync();
        AssertGet("curr_schema=s1", "extended");
    }

    [Fact]
    public async Task List_has_all_filters_and_goes_on_at_the_marker()
    {
        _service.Answers("<Tables><Marker>m1</Marker></Tables>").Answers("<Tables><Marker/><Table><Name>a</Name><Type>NEW_KIND</Type></Table></Tables>");
        List<TableInfo> tables = await _service.Client.WithSchema("s1").Tables
            .ListAsync(new ListTablesOptions { Prefix = "a", Owner = "o", Type = TableType.VirtualView, Extended = true, PageSize = 5 }).ToListAsync();
        Assert.Equal(new TableType("NEW_KIND"), Assert.Single(tables).Type);
        Assert.Equal("/api/projects/p1/tables", _service.Requests[0].Path);
        Assert.Equal(["curr_schema=s1", "expectmarker=true", "extended", "maxitems=5", "name=a", "owner=o", "type=VIRTUAL_VIEW"], _service.Requests[0].Parameters);
        Assert.Equal([.. _service.Requests[0].Parameters.Append("marker=m1").Order(StringComparer.Ordinal)], _service.Requests[1].Parameters);
    }

    [Fact]
    public async Task Head_asks_for_rows_of_columns_and_partition()
    {
        _service.Answers("<Table><Name>t 1</Name><Schema>{\"columns\":[{\"name\":\"id\",\"type\":\"bigint\"}],\"partitionKeys\":[{\"name\":\"dt\",\"type\":\"string\"}]}</Schema></Table>")
            .Answers("id,dt\n1,x\n");
        await Table.HeadAsync(3, "dt=x", ["id", "dt"]);
        Assert.Equal(["cols=id,dt", "curr_schema=s1", "data", "linenum=3", "partition=dt='x'", "schema_name=s1"], _service.Requests[1].Parameters);
    }

    [Fact]
    public async Task Partition_calls_carry_the_partition()
    {
        _service.Answers("<Partition><Schema>{}</Schema></Partition>").Answers("<Partition><Schema>{}</Schema></Partition>").Answers("<Partitions><Marker/></Partitions>");
        await Table.Partitions.GetAsync("dt=1,region=cn");
        await Table.Partitions.GetExtendedAsync("dt=1,region=cn");
        await Table.Partitions.ListAsync(new ListPartitionsOptions { Within = "dt=1", Descending = true, PageSize = 7 }).ToListAsync();
        Assert.Equal(["curr_schema=s1", "partition=dt='1',region='cn'"], _service.Requests[0].Parameters);
        Assert.Equal(["curr_schema=s1", "extended", "partition=dt='1',region='cn'"], _service.Requests[1].Parameters);
        Assert.Equal(["curr_schema=s1", "expectmarker=true", "maxitems=7", "partition=dt='1'", "partitions", "reverse"], _service.Requests[2].Parameters);
    }

    [Fact]
    public async Task Statement_is_an_instance_of_the_tables_project_with_its_schema_and_task_name()
    {
        _service.Runs();
        await Table.DropAsync(ifExists: true, options: new SqlOptions { Priority = 3, Hints = new Dictionary<string, string> { ["a"] = "b" } });
        ScriptedService.Seen submit = _service.Requests[0];
        Assert.Equal(("POST", "/api/projects/p1/instances", "application/xml"), (submit.Method, submit.Path, submit.ContentType));
        Assert.Contains("curr_schema=s1", submit.Parameters);
        XElement job = XElement.Parse(submit.Body).Element("Job")!;
        XElement task = job.Element("Tasks")!.Element("SQL")!;
        Assert.Equal("DROP TABLE IF EXISTS p1.`s1`.`t 1`;", task.Element("Query")!.Value);
        Assert.Equal("SQLDropTableTask", task.Element("Name")!.Value);
        Assert.Equal("3", job.Element("Priority")!.Value);
        string settings = Property(task, "settings");
        Assert.Contains("\"odps.namespace.schema\":\"true\"", settings, StringComparison.Ordinal);
        Assert.Contains("\"odps.sql.allow.namespace.schema\":\"true\"", settings, StringComparison.Ordinal);
        Assert.Contains("\"odps.sql.submit.mode\":\"\"", settings, StringComparison.Ordinal);
        Assert.Contains("\"a\":\"b\"", settings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statements_about_storage_tiers_have_the_hint_that_admits_them()
    {
        _service.Submits().Submits().Submits();
        Instance instance = await Table.SubmitAlterAsync(TableAlteration.SetStorageTier(StorageTier.LongTerm));
        Assert.Equal("i1", instance.Id);
        await _service.Client.Tables.SubmitCreateAsync("t", TableSchema.Parse("a int"), new CreateTableOptions { StorageTier = StorageTier.LongTerm });
        await Table.SubmitAlterAsync(TableAlteration.Touch());
        string[] settings = [.. _service.Requests.Select(r => Property(XElement.Parse(r.Body).Element("Job")!.Element("Tasks")!.Element("SQL")!, "settings"))];
        Assert.Equal([true, true, false], settings.Select(s => s.Contains("odps.tiered.storage.enable", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("DROP TABLE p1.`s1`.`t 1`;", null)]
    [InlineData("DROP VIEW p1.`s1`.`t 1`;", "VIRTUAL_VIEW")]
    [InlineData("DROP MATERIALIZED VIEW p1.`s1`.`t 1`;", "MATERIALIZED_VIEW")]
    public async Task Drop_says_what_is_dropped(string sql, string? type)
    {
        _service.Submits();
        await Table.SubmitDropAsync(type: type is null ? null : new TableType(type));
        Assert.Equal(sql, Query(_service.Request));
    }

    [Fact]
    public async Task Partitions_are_truncated_together_or_one_by_one()
    {
        _service.Runs().Submits().Submits();
        await Table.Partitions.TruncateAsync(["dt=1", "dt=2"]);
        await Table.SubmitTruncateAsync("dt=1");
        await Table.SubmitTruncateAsync();
        Assert.Equal("TRUNCATE TABLE p1.`s1`.`t 1` PARTITION (dt='1'), PARTITION (dt='2');", Query(_service.Requests[0]));
        Assert.Equal("TRUNCATE TABLE p1.`s1`.`t 1` PARTITION (dt='1');", Query(_service.Requests[3]));
        Assert.Equal("TRUNCATE TABLE p1.`s1`.`t 1`;", Query(_service.Requests[4]));
        await Assert.ThrowsAsync<ArgumentException>(() => Table.Partitions.TruncateAsync([]));
    }

    [Fact]
    public async Task Partitions_are_created_and_dropped_without_waiting()
    {
        _service.Submits().Submits();
        await Table.Partitions.SubmitCreateAsync("dt=1", ifNotExists: true);
        await Table.Partitions.SubmitDropAsync("dt=1");
        Assert.Equal("ALTER TABLE p1.`s1`.`t 1` ADD IF NOT EXISTS PARTITION (dt='1');", Query(_service.Requests[0]));
        Assert.Equal("ALTER TABLE p1.`s1`.`t 1` DROP PARTITION (dt='1');", Query(_service.Requests[1]));
    }

    [Fact]
    public async Task Merging_of_files_is_a_task_of_its_own_kind()
    {
        for (int i = 0; i < 6; i++)
        {
            _service.Submits();
        }

        await Table.SubmitMergeFilesAsync();
        await Table.SubmitMergeFilesAsync("dt=1", new MergeFilesOptions { Compaction = FileCompaction.Major });
        await Table.SubmitMergeFilesAsync(options: new MergeFilesOptions { Compaction = FileCompaction.Minor, RecentHours = 2, Force = true });
        await Table.SubmitArchiveAsync("dt=1");
        await Table.SubmitFreezeAsync();
        await Table.SubmitRestoreAsync();
        XElement[] tasks = [.. _service.Requests.Select(r => XElement.Parse(r.Body).Element("Job")!.Element("Tasks")!.Element("Merge")!)];
        Assert.Equal(["merge_task", "compact_task", "compact_task", "archive_task", "freeze_task", "restore_task"], tasks.Select(t => string.Join('_', t.Element("Name")!.Value.Split('_')[..2])));
        Assert.All(tasks, t => Assert.Matches("^[a-z]+_task_[0-9]+_[0-9]{6}$", t.Element("Name")!.Value));
        Assert.Equal(["p1.s1.t 1", "p1.s1.t 1 partition(dt='1')"], tasks.Take(2).Select(t => t.Element("TableName")!.Value));
        Assert.Contains("\"odps.merge.txn.table.compact\":\"major_compact\"", Property(tasks[1], "settings"), StringComparison.Ordinal);
        Assert.Contains("\"odps.merge.restructure.action\":\"hardlink\"", Property(tasks[1], "settings"), StringComparison.Ordinal);
        Assert.Contains("\"odps.merge.txn.table.compact.txn.id\":\"2\"", Property(tasks[2], "settings"), StringComparison.Ordinal);
        Assert.Equal("{\"odps.merge.archive.flag\": \"true\"}", Property(tasks[3], "archiveSettings"));
        Assert.Contains("\"odps.merge.cold.storage.mode\":\"backup\"", Property(tasks[4], "settings"), StringComparison.Ordinal);
        Assert.Contains("\"odps.merge.cold.storage.mode\":\"restore\"", Property(tasks[5], "settings"), StringComparison.Ordinal);
        Assert.Contains("\"odps.default.schema\":\"s1\"", Property(tasks[5], "settings"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "24")]
    [InlineData(48, "48")]
    public async Task Minor_compaction_keeps_the_time_for_which_earlier_states_can_be_read(int hours, string sent)
    {
        _service.Answers("<Table><Schema>{\"Reserved\":\"{\\\"acid.data.retain.hours\\\":\\\"24\\\"}\"}</Schema></Table>").Submits();
        await Table.SubmitMergeFilesAsync(options: new MergeFilesOptions { Compaction = FileCompaction.Minor, RecentHours = hours });
        XElement task = XElement.Parse(_service.Requests[1].Body).Element("Job")!.Element("Tasks")!.Element("Merge")!;
        Assert.Contains($"\"odps.merge.txn.table.compact.txn.id\":\"{sent}\"", Property(task, "settings"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_document_of_the_service_is_read_whole()
    {
        _service.Answers("""
            <Table><Name>v</Name><TableId>id</TableId><Owner>o</Owner><Type>MATERIALIZED_VIEW</Type><CryptoAlgo>AES</CryptoAlgo><TableLabel>0</TableLabel><Unknown>1</Unknown>
            <Schema format="Json"><![CDATA[{"comment":"c","createTime":1772600767,"lastDDLTime":1772600768,"lastModifiedTime":1772604000,"lastAccessTime":0,"isVirtualView":false,
            "isMaterializedView":true,"isMaterializedViewRewriteEnabled":"false","isMaterializedViewOutdated":"true","isObjectTable":true,"lifecycle":30,"hubLifecycle":7,"viewText":"select 1",
            "viewExpandedText":"select 1L","tableLabel":"L","extendedLabel":["a"],"size":2048,"recordNum":12,"shardExist":true,"shardInfo":{"ShardNum":4,"HubLifecycle":7,"DistributeCols":["a"],"SortCols":["b"]},
            "tableProperties":"{\"k\":\"v\",\"n\":1}","columns":[{"name":"id","type":"new_type<x>","isNullable":false,"hasDefaultValue":true,"defaultValue":"","label":"P"}],
            "partitionKeys":[{"name":"pt","type":"string","generateExpression":"[{\"leafExprDesc\":{\"reference\":{\"name\":\"d\"},\"type\":\"timestamp\"}},{\"leafExprDesc\":{\"constant\":\"day\",\"type\":\"string\"}},{\"functionCall\":{\"name\":\"trunc_time\",\"type\":\"string\"}}]"}]}]]></Schema></Table>
            """);
        TableInfo info = await Table.GetAsync();
        Assert.Equal(("id", "o", "c", "AES", "L"), (info.TableId, info.Owner, info.Comment, info.EncryptionAlgorithm, info.Label));
        Assert.Equal((false, true, true, true), (info.IsRewriteEnabled, info.IsOutdated, info.IsObjectTable, info.IsMaterializedView));
        Assert.Equal((30, 7, 2048L, 12L), (info.LifecycleDays, info.HubLifecycleDays, info.Size, info.RecordCount));
        Assert.Equal(("select 1", "select 1L"), (info.ViewText, info.ViewExpandedText));
        Assert.Equal((4, "a", "b"), (info.Shards!.ShardCount, info.Shards.DistributeColumns[0], info.Shards.SortColumns[0]));
        Assert.Equal(("v", "1", "a"), (info.Properties["k"], info.Properties["n"], info.ExtendedLabels[0]));
        Assert.Equal((OdpsTypeKind.Unknown, false, "", "P"), (info.Schema!.Columns[0].Type.Kind, info.Schema.Columns[0].IsNullable, info.Schema.Columns[0].DefaultValue, info.Schema.Columns[0].Label));
        Assert.Equal("trunc_time(`d`, 'day')", info.Schema.PartitionColumns[0].GenerateExpression);
        Assert.Null(info.LastAccessTime);
    }

    [Fact]
    public async Task Extended_document_of_the_service_is_read_whole()
    {
        _service.Answers("""
            <Table><Schema><![CDATA[{"IsArchived":true,"PhysicalSize":6144,"FileNum":3,"storageHandler":"h","location":"l","resources":"r","serDeProperties":"{\"a\":\"1\"}",
            "RefreshHistory":"[{\"InstanceId\":\"i\",\"Status\":\"S\",\"StartTime\":\"1772600767\",\"EndTime\":1772600768},7]","IsMaterializedViewOutdated":true,
            "Reserved":"{\"schema_version\":\"3\",\"Transactional\":\"true\",\"PrimaryKey\":[\"id\"],\"ClusterType\":\"range\",\"BucketNum\":0,\"ClusterCols\":[\"id\"],\"SortCols\":[{\"col\":\"id\",\"order\":\"desc\"}],\"acid.data.retain.hours\":\"24\",\"cdc_size\":\"-1\",\"cdc_record_num\":\"5\",\"cdc_latest_version\":\"6\",\"cdc_latest_timestamp\":\"1772600767\",\"StorageTier\":\"LowFrequency\",\"StorageLastModifiedTime\":1772600767,\"LowFrequencySize\":9,\"LifecycleConfig\":\"{\\\"TierToLowFrequency\\\":{\\\"DaysAfterLastModificationGreaterThan\\\":\\\"30\\\"}}\",\"LastMajorCompactionTime\":\"1772600767\",\"HasRowAccessPolicy\":true,\"StoredAs\":\"CFILE\",\"InputFormat\":\"i\",\"OutputFormat\":\"o\",\"SerDeInfo\":{\"serializationLib\":\"s\"},\"VectorIndexes\":[{\"Id\":1,\"Name\":\"x\",\"Type\":\"HNSW\",\"Properties\":{\"m\":16}},{}],\"unknown\":[1]}"}]]></Schema></Table>
            """);
        TableExtendedInfo info = await Table.GetExtendedAsync();
        Assert.Equal((true, 6144L, 3L, "3"), (info.IsArchived, info.PhysicalSize, info.FileCount, info.SchemaVersion));
        Assert.Equal((true, "id", 24), (info.IsTransactional, info.PrimaryKey[0], info.DataRetentionHours));
        Assert.Equal(new TableClustering { IsRange = true, Columns = ["ID"], SortColumns = [new("id", true)] }, info.Clustering);
        Assert.Equal((null, 5L, 6L, 1772600767L), (info.CdcSize, info.CdcRecordCount, info.CdcLatestVersion, info.CdcLatestTime!.Value.ToUnixTimeSeconds()));
        Assert.Equal((StorageTier.LowFrequency, 9L, null), (info.StorageTier!.Tier, info.StorageTier.LowFrequencySize, info.StorageTier.StandardSize));
        Assert.Equal(30, info.TierLifecycle!.ToLowFrequency!.DaysAfterLastModification);
        Assert.Null(info.TierLifecycle.ToLongTerm);
        Assert.Equal((true, true), (info.HasRowAccessPolicy, info.IsOutdated));
        Assert.Equal(("h", "l", "r", "1"), (info.Storage!.StorageHandler, info.Storage.Location, info.Storage.Resources, info.Storage.SerDeProperties["a"]));
        Assert.Equal(("CFILE", "i", "o", "s"), (info.Storage.StoredAs, info.Storage.InputFormat, info.Storage.OutputFormat, info.Storage.SerDeClass));
        VectorIndex index = Assert.Single(info.VectorIndexes);
        Assert.Equal(("x", "1", "HNSW", "16"), (index.Name, index.Id, index.Type, index.Properties["m"]));
        ViewRefresh refresh = Assert.Single(info.RefreshHistory);
        Assert.Equal(("i", "S", 1772600768L), (refresh.InstanceId, refresh.Status, refresh.EndTime!.Value.ToUnixTimeSeconds()));
        Assert.Equal("[1]", info.Reserved["unknown"]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"Reserved\":\"\"}")]
    [InlineData("{\"Reserved\":\"no json\"}")]
    [InlineData("{\"Reserved\":\"[]\",\"serDeProperties\":\"7\",\"RefreshHistory\":\"{\"}")]
    [InlineData("{\"Reserved\":{\"ClusterType\":\"hash\",\"PrimaryKey\":7,\"StorageTier\":7,\"SortCols\":7,\"VectorIndexes\":[7],\"LifecycleConfig\":7},\"PhysicalSize\":\"x\",\"FileNum\":-1}")]
    public async Task Extended_documents_of_other_shapes_never_fail(string json)
    {
        _service.Answers($"<Table><Schema><![CDATA[{json}]]></Schema></Table>").Answers($"<Partition><Schema><![CDATA[{json}]]></Schema></Partition>");
        TableExtendedInfo table = await Table.GetExtendedAsync();
        Assert.Equal((false, null, null), (table.IsTransactional, table.Clustering, table.StorageTier));
        PartitionExtendedInfo partition = await Table.Partitions.GetExtendedAsync("dt=1");
        Assert.Equal((null, null), (partition.LifecycleDays, partition.StorageTier));
    }

    [Fact]
    public async Task Document_that_is_no_JSON_is_an_error_that_names_the_call()
    {
        _service.Answers("<Table><Schema>nothing</Schema></Table>");
        OdpsDataException error = await Assert.ThrowsAsync<OdpsDataException>(() => Table.GetExtendedAsync());
        Assert.Contains("p1.s1.t 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ODPS-0130131:[1,12] Table not found - table p1.t cannot be resolved", typeof(OdpsNotFoundException))]
    [InlineData("ODPS-0130211:[1,1] Table or view already exists - table or view p1.t is already defined", typeof(OdpsAlreadyExistsException))]
    [InlineData("ODPS-0110061: Failed to run ddltask - AlreadyExistsException(message:Partition already exists, existed values: [\"1\"])", typeof(OdpsAlreadyExistsException))]
    [InlineData("ODPS-0130013:Authorization exception - Authorization Failed [4019]", typeof(OdpsPermissionException))]
    [InlineData("ODPS-0130161:[1,1] Parse exception - invalid token", typeof(OdpsInstanceFailedException))]
    public async Task Failure_of_a_statement_is_the_exception_that_any_other_call_gives(string text, Type expected)
    {
        _service.Submits()
            .Answers("<Instance><Status>Terminated</Status></Instance>")
            .Answers("<Instance><Status>Terminated</Status><Tasks><Task Type=\"SQL\"><Name>SQLDropTableTask</Name><Status>Failed</Status></Task></Tasks></Instance>")
            .Answers($"<Instance><Tasks><Task Type=\"SQL\"><Name>SQLDropTableTask</Name><Result Format=\"text\"><![CDATA[{text}]]></Result></Task></Tasks></Instance>");
        var error = (OdpsServiceException)await Assert.ThrowsAsync(expected, () => Table.DropAsync());
        Assert.Equal("i1", error.InstanceId);
        Assert.Equal(text[..12], error.ErrorCode);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        if (expected != typeof(OdpsInstanceFailedException))
        {
            Assert.StartsWith("Could not drop table p1.s1.t 1: ", error.Message, StringComparison.Ordinal);
            Assert.Equal("SQLDropTableTask", Assert.IsType<OdpsInstanceFailedException>(error.InnerException).TaskName);
        }
    }

    [Fact]
    public async Task Forbidden_call_is_a_permission_error()
    {
        _service.Fails(HttpStatusCode.Forbidden, "NoPermission", "ODPS-0130013:Authorization exception");
        await Assert.ThrowsAsync<OdpsPermissionException>(() => Table.GetAsync());
    }

    private static string Query(ScriptedService.Seen request) => XElement.Parse(request.Body).Element("Job")!.Element("Tasks")!.Element("SQL")!.Element("Query")!.Value;

    private static string Property(XElement task, string name) =>
        task.Element("Config")!.Elements("Property").Single(p => p.Element("Name")!.Value == name).Element("Value")!.Value;

    private void AssertGet(params string[] parameters)
    {
        Assert.Equal(("GET", "/api/projects/p1/tables/t 1", ""), (_service.Request.Method, _service.Request.Path, _service.Request.Body));
        Assert.Equal(parameters, _service.Request.Parameters);
    }
}
