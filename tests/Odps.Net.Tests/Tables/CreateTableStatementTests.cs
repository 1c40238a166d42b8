namespace Odps.Net.Tests.Tables;

public sealed class CreateTableStatementTests
{
    private static readonly TableName Name = new("p1", "s1", "sale");

    [Fact]
    public void All_clauses_of_a_managed_table_stand_in_the_order_of_the_grammar()
    {
        var schema = new TableSchema(
            [new Column("id", OdpsType.BigInt, "it's", isNullable: false), new Column("v", OdpsType.Decimal(10, 2)) { DefaultValue = "1.5" }],
            [new Column("pt", OdpsType.String, "day")]);
        string sql = CreateTableStatement.ToSql(Name, schema, new CreateTableOptions
        {
            IfNotExists = true,
            Comment = "orders",
            PrimaryKey = ["id"],
            IsTransactional = true,
            DataRetentionHours = 24,
            WriteBucketCount = 16,
            StorageTier = StorageTier.LowFrequency,
            Clustering = new TableClustering { Columns = ["id"], SortColumns = [new("id", true), new("v")], BucketCount = 8 },
            LifecycleDays = 30,
            ShardCount = 4,
            HubLifecycleDays = 3,
        });
        Assert.Equal(
            """
            CREATE TABLE IF NOT EXISTS p1.`s1`.`sale` (
              `id` BIGINT NOT NULL COMMENT 'it\'s',
              `v` DECIMAL(10,2) DEFAULT 1.5,
              PRIMARY KEY (`id`)
            )
            COMMENT 'orders'
            PARTITIONED BY (
              `pt` STRING COMMENT 'day'
            )
            CLUSTERED BY (`id`) SORTED BY (`id` DESC, `v` ASC) INTO 8 BUCKETS
            TBLPROPERTIES (
              'acid.data.retain.hours' = '24',
              'storagetier' = 'lowfrequency',
              'transactional' = 'true',
              'write.bucket.num' = '16'
            )
            LIFECYCLE 30
            INTO 4 SHARDS HUBLIFECYCLE 3
            """.ReplaceLineEndings("\n"),
            sql);
    }

    [Fact]
    public void External_table_has_its_storage_clauses_behind_the_properties()
    {
        string sql = CreateTableStatement.ToSql(Name with { Schema = null }, TableSchema.Parse("id bigint"), new CreateTableOptions
        {
            Properties = new Dictionary<string, string> { ["k"] = "v" },
            External = new ExternalStorage
            {
                Location = "oss://bucket/x'y/",
                StorageHandler = "com.aliyun.odps.CsvStorageHandler",
                SerDeClass = "not.Written",
                SerDeProperties = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" },
                Resources = "a.jar,b.jar",
            },
        });
        Assert.Equal(
            """
            CREATE EXTERNAL TABLE p1.`sale` (
              `id` BIGINT
            )
            TBLPROPERTIES (
              'k' = 'v'
            )
            STORED BY 'com.aliyun.odps.CsvStorageHandler'
            WITH SERDEPROPERTIES (
              'a' = '1',
              'b' = '2'
            )
            LOCATION 'oss://bucket/x\'y/'
            USING 'a.jar,b.jar'
            """.ReplaceLineEndings("\n"),
            sql);
    }

    [Fact]
    public void Formats_are_named_or_given_by_their_classes()
    {
        TableSchema schema = TableSchema.Parse("id bigint");
        Assert.EndsWith(
            "ROW FORMAT SERDE 'c'\nSTORED AS PARQUET\nLOCATION 'l'",
            CreateTableStatement.ToSql(Name, schema, new CreateTableOptions { External = new ExternalStorage { SerDeClass = "c", StoredAs = "PARQUET", InputFormat = "i", Location = "l" } }),
            StringComparison.Ordinal);
        string managed = CreateTableStatement.ToSql(Name, schema, new CreateTableOptions { External = new ExternalStorage { InputFormat = "i", OutputFormat = "o" } });
        Assert.StartsWith("CREATE TABLE ", managed, StringComparison.Ordinal);
        Assert.EndsWith("STORED AS\nINPUTFORMAT 'i'\nOUTPUTFORMAT 'o'", managed, StringComparison.Ordinal);
    }

    [Fact]
    public void Generated_partition_key_is_written_with_its_expression()
    {
        TableSchema schema = TableSchema.Parse("at timestamp", "trunc_time(`at`, 'day') as dt comment 'the day'");
        Assert.True(schema.IsAutoPartitioned);
        Assert.EndsWith("AUTO PARTITIONED BY (\n  trunc_time(`at`, 'day') AS `dt` COMMENT 'the day'\n)", CreateTableStatement.ToSql(Name, schema, new CreateTableOptions()), StringComparison.Ordinal);
        var mixed = new TableSchema(schema.Columns, [schema.PartitionColumns[0], new Column("region", OdpsType.String)]);
        Assert.Throws<ArgumentException>(() => CreateTableStatement.ToSql(Name, mixed, new CreateTableOptions()));
    }

    [Fact]
    public void Keywords_are_names_also_within_types()
    {
        TableSchema schema = TableSchema.Parse("`select` struct<`from`:array<map<string,struct<`order by`:int>>>>");
        Assert.Contains(
            "`select` STRUCT<`from`:ARRAY<MAP<STRING,STRUCT<`order by`:INT>>>>",
            CreateTableStatement.ToSql(new TableName("p", "table", "drop"), schema, new CreateTableOptions()),
            StringComparison.Ordinal);
        Assert.StartsWith("CREATE TABLE p.`table`.`drop` (", CreateTableStatement.ToSql(new TableName("p", "table", "drop"), schema, new CreateTableOptions()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s string", "it's", "DEFAULT 'it\\'s'")]
    [InlineData("s string", "", "DEFAULT ''")]
    [InlineData("n bigint", "-5", "DEFAULT -5")]
    [InlineData("d decimal(5,2)", "1.5BD", "DEFAULT 1.5BD")]
    [InlineData("b boolean", "true", "DEFAULT true")]
    [InlineData("d date", "2026-01-01", "DEFAULT '2026-01-01'")]
    [InlineData("d date", "date '2026-01-01'", "DEFAULT date '2026-01-01'")]
    [InlineData("d timestamp", "current_timestamp()", "DEFAULT current_timestamp()")]
    public void Default_values_are_literals_of_their_type(string column, string value, string expected)
    {
        Column parsed = TableSchema.Parse(column).Columns[0] with { DefaultValue = value };
        Assert.EndsWith(expected, parsed.ToString(), StringComparison.Ordinal);
        Assert.Equal(parsed, TableSchema.Parse(parsed.ToString()).Columns[0]);
    }

    [Fact]
    public void Options_that_cannot_be_are_refused_with_the_name_of_the_option()
    {
        TableSchema schema = TableSchema.Parse("id bigint");
        Assert.Contains("LifecycleDays", Assert.Throws<ArgumentOutOfRangeException>(() => CreateTableStatement.ToSql(Name, schema, new CreateTableOptions { LifecycleDays = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("ShardCount", Assert.Throws<ArgumentException>(() => CreateTableStatement.ToSql(Name, schema, new CreateTableOptions { HubLifecycleDays = 1 })).Message, StringComparison.Ordinal);
        Assert.Contains("'nope'", Assert.Throws<ArgumentException>(() => CreateTableStatement.ToSql(Name, schema, new CreateTableOptions { PrimaryKey = ["nope"] })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CreateTableStatement.ToSql(Name, new TableSchema([]), new CreateTableOptions()));
        Assert.Throws<ArgumentException>(() => CreateTableStatement.ToSql(Name, schema, new CreateTableOptions { Clustering = new TableClustering { Columns = [] } }));
    }

    [Fact]
    public void Views_have_names_and_comments_of_columns_and_their_query()
    {
        Assert.Equal(
            "CREATE OR REPLACE VIEW p1.`s1`.`sale` (\n  `a` COMMENT 'x',\n  `b`\n)\nCOMMENT 'c'\nAS select 1, 2",
            CreateViewStatement.ToSql(Name, " select 1, 2 ; ", new CreateViewOptions { OrReplace = true, Comment = "c", Columns = [new Column("a", OdpsType.Int, "x"), new Column("b", OdpsType.Int)] }));
        Assert.Equal("CREATE VIEW IF NOT EXISTS p1.`s1`.`sale`\nAS select 1", CreateViewStatement.ToSql(Name, "select 1", new CreateViewOptions { IfNotExists = true }));
    }

    [Fact]
    public void Materialized_views_have_all_their_clauses()
    {
        string sql = CreateViewStatement.ToSql(Name, "select id, pt from t", new CreateViewOptions
        {
            IsMaterialized = true,
            LifecycleDays = 7,
            BuildDeferred = true,
            DisableRewrite = true,
            Comment = "c",
            PartitionedOn = ["pt"],
            Clustering = new TableClustering { Columns = ["id"], IsRange = true },
            Properties = new Dictionary<string, string> { ["enable_auto_refresh"] = "true" },
        });
        Assert.Equal(
            "CREATE MATERIALIZED VIEW p1.`s1`.`sale` LIFECYCLE 7 BUILD DEFERRED\nCOMMENT 'c'\nDISABLE REWRITE\nPARTITIONED ON (\n  `pt`\n)\nRANGE CLUSTERED BY (`id`)\nTBLPROPERTIES (\n  'enable_auto_refresh' = 'true'\n)\nAS select id, pt from t",
            sql);
    }

    [Fact]
    public void Plain_views_refuse_what_only_materialized_ones_have()
    {
        Assert.Throws<ArgumentException>(() => CreateViewStatement.ToSql(Name, "select 1", new CreateViewOptions { LifecycleDays = 1 }));
        Assert.Throws<ArgumentException>(() => CreateViewStatement.ToSql(Name, "select 1", new CreateViewOptions { PartitionedOn = ["a"] }));
        Assert.Throws<ArgumentException>(() => CreateViewStatement.ToSql(Name, "select 1", new CreateViewOptions { IfNotExists = true, OrReplace = true }));
        Assert.Throws<ArgumentException>(() => CreateViewStatement.ToSql(Name, " ; ", new CreateViewOptions()));
    }
}
