using Odps.Net;
using Odps.Net.Tunnel;

namespace Quickstart;

/// <summary>The table of the sample: one partition for each year.</summary>
internal sealed class WeatherTable(OdpsClient client, string name)
{
    private static readonly TableSchema Schema = new(
    [
        new Column("date", OdpsType.Date, "day of the observation"),
        new Column("precipitation", OdpsType.Decimal(6, 1), "mm"),
        new Column("temp_max", OdpsType.Double, "degrees Celsius"),
        new Column("temp_min", OdpsType.Double, "degrees Celsius"),
        new Column("wind", OdpsType.Double, "km/h"),
        new Column("weather", OdpsType.String),
    ],
    [new Column("year", OdpsType.String)]);

    private static readonly CreateTableOptions Options = new()
    {
        Comment = "Daily weather at Seattle, 2012 to 2015",
        LifecycleDays = 1,
        Hints = new Dictionary<string, string> { ["odps.sql.type.system.odps2"] = "true" },
    };

    public Table Handle => client.Tables[name];

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await client.Tables.DropAsync(name, ifExists: true, cancellationToken: cancellationToken);
        await client.Tables.CreateAsync(name, Schema, Options, cancellationToken);
    }

    /// <summary>Uploads each year to its partition: two blocks a year, which become visible together.</summary>
    public async Task UploadAsync(IEnumerable<WeatherObservation> days, CancellationToken cancellationToken)
    {
        foreach (IGrouping<string, WeatherObservation> year in days.GroupBy(day => day.Year))
        {
            var partition = new PartitionSpec(("year", year.Key));
            await Handle.Partitions.CreateAsync(partition, ifNotExists: true, cancellationToken: cancellationToken);
            await using TableUploadSession session = await client.Tunnel.CreateUploadSessionAsync(
                Handle, partition, new UploadSessionOptions { Compression = TunnelCompression.Deflate() }, cancellationToken);
            WeatherObservation[] rows = [.. year];
            await WriteBlockAsync(session, 0, rows[..(rows.Length / 2)], cancellationToken);
            await WriteBlockAsync(session, 1, rows[(rows.Length / 2)..], cancellationToken);
            await session.CommitAsync(cancellationToken: cancellationToken);
        }
    }

    /// <summary>Reads every partition back through the tunnel, row by row and without an object for each value.</summary>
    public async Task ReadBackAsync(ValueChecksum checksum, CancellationToken cancellationToken)
    {
        await foreach (PartitionInfo partition in Handle.Partitions.ListAsync(cancellationToken: cancellationToken))
        {
            TableDownloadSession session = await client.Tunnel.CreateDownloadSessionAsync(Handle, partition.Spec, cancellationToken: cancellationToken);
            await using RecordReader reader = await session.OpenRecordReaderAsync(
                new RecordReaderOptions { Compression = TunnelCompression.Deflate() }, cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                checksum.Add(new WeatherObservation(
                    reader.GetDate(0), reader.GetDecimal(1), reader.GetDouble(2), reader.GetDouble(3), reader.GetDouble(4), reader.GetString(5)));
            }
        }
    }

    private static async Task WriteBlockAsync(TableUploadSession session, int blockId, IEnumerable<WeatherObservation> days, CancellationToken cancellationToken)
    {
        await using RecordWriter writer = await session.OpenRecordWriterAsync(blockId, cancellationToken: cancellationToken);
        Record record = session.NewRecord();
        foreach (WeatherObservation day in days)
        {
            record["date"] = day.Date;
            record["precipitation"] = day.Precipitation;
            record["temp_max"] = day.MaxTemperature;
            record["temp_min"] = day.MinTemperature;
            record["wind"] = day.Wind;
            record["weather"] = day.Weather;
            await writer.WriteAsync(record, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }
}
