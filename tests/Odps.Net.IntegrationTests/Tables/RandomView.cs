namespace Odps.Net.IntegrationTests.Tables;

/// <summary>A random definition of a view over the columns <c>id</c>, <c>name</c> and <c>pt</c> of a table; the same seed gives the same one.</summary>
internal sealed record RandomView(int Seed, CreateViewOptions Options)
{
    public static RandomView Create(int seed)
    {
        var random = new Random(seed);
        bool isMaterialized = random.Next(2) == 0;
        bool isPartitioned = isMaterialized && random.Next(2) == 0;

        // The last column is that of the table's key; a partition key stands behind the data columns.
        Column[] columns = isPartitioned || random.Next(2) == 0 ? [NewColumn(random, 0, OdpsType.BigInt), NewColumn(random, 1, OdpsType.String), NewColumn(random, 2, OdpsType.String)] : [];
        var options = new CreateViewOptions { IfNotExists = seed % 3 == 0, OrReplace = seed % 3 == 1, Columns = columns, Comment = RandomTable.Maybe(random, RandomTable.Texts), IsMaterialized = isMaterialized };
        return new RandomView(seed, !isMaterialized ? options : options with
        {
            LifecycleDays = random.Next(2) == 0 ? random.Next(1, 1000) : null,
            DisableRewrite = random.Next(2) == 0,
            BuildDeferred = random.Next(2) == 0,
            PartitionedOn = isPartitioned ? [columns[2].Name] : [],
            Clustering = random.Next(2) == 0 ? new TableClustering { Columns = [columns.Length > 0 ? columns[0].Name : "id"], BucketCount = random.Next(1, 100) } : null,
            Properties = RandomTable.NewMap(random),
        });
    }

    public static string Query(Table source) => $"select id, name, pt from {Identifier.Of(source)}";

    private static Column NewColumn(Random random, int index, OdpsType type) => new($"{RandomTable.Pick(random, RandomTable.Words)}{index}", type, RandomTable.Maybe(random, RandomTable.Texts));
}
