using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Odps.Net.Arrow;

namespace Odps.Net.Tests.Arrow;

/// <summary>
/// What this library writes, read by the JavaScript package apache-arrow. Set ODPS_NET_APACHE_ARROW_JS to a folder in which
/// <c>npm install --no-save apache-arrow@21.2.0</c> was run; Node.js must be on the path.
/// </summary>
public sealed class ApacheArrowInteropTests
{
    [SkippableFact]
    public async Task Written_streams_and_files_are_read_back_by_another_implementation()
    {
        string? folder = Environment.GetEnvironmentVariable("ODPS_NET_APACHE_ARROW_JS");
        Skip.If(string.IsNullOrEmpty(folder), "ODPS_NET_APACHE_ARROW_JS does not name a folder with the npm package apache-arrow.");
        Skip.IfNot(Directory.Exists(Path.Combine(folder, "node_modules", "apache-arrow")), $"{folder} has no node_modules/apache-arrow.");
        string target = Directory.CreateTempSubdirectory("odps-net-arrow-").FullName;
        try
        {
            var expected = new Dictionary<string, JsonArray>();
            foreach (string name in ArrowVector.StreamNames.Where(n => !n.EndsWith("_rs", StringComparison.Ordinal)))
            {
                ArrowVector vector = ArrowVector.Load(name);
                (Schema schema, List<RecordBatch> batches) = await ArrowBytes.ReadStreamAsync(vector.Bytes);
                foreach (int alignment in (int[])[8, 64])
                {
                    await WriteAsync($"{name}_{alignment}.arrows", vector.Batches, () => ArrowBytes.WriteStreamAsync(schema, batches, new() { Alignment = alignment }));
                }

                if (!name.StartsWith("dictionary_", StringComparison.Ordinal))
                {
                    await WriteAsync($"{name}.arrow", vector.Batches, () => ArrowBytes.WriteFileAsync(schema, batches));
                }

                ArrowBytes.Dispose(batches);
            }

            ColumnCollection columns = TableSchema.Parse("id bigint, name string, at datetime, price decimal(15,3), tags array<string>, props map<string,int>, s struct<a:double,b:boolean>").Columns;
            using RecordBatch built = RecordBatch.FromRecords(columns, Enumerable.Range(0, 300).Select(i => i % 7 == 3
                ? new Record(columns)
                : new Record(
                    columns, (long)i, $"name {i}", DateTimeOffset.FromUnixTimeMilliseconds(i * 1000L), new OdpsDecimal(i, 3), new object?[] { "a", null, "c" }[..(i % 4)],
                    new OdpsMap([new("k", i)]), new object?[] { i / 2.0, i % 2 == 0 })));
            var values = new JsonObject();
            for (int i = 0; i < built.ColumnCount; i++)
            {
                values[built.Schema.Fields[i].Name] = ArrowJson.Column(built.Column(i));
            }

            await WriteAsync("records.arrows", [new JsonObject { ["length"] = built.Length, ["columns"] = values }], () => ArrowBytes.WriteStreamAsync(built.Schema, [built]));
            JsonObject read = await RunAsync(folder, expected.Keys.Select(f => Path.Combine(target, f)));
            foreach ((string file, JsonArray batches) in expected)
            {
                JsonArray actual = read[file]!["batches"]!.AsArray();
                if (batches.Count == 0)
                {
                    // The package makes up an empty batch where there is none.
                    Assert.All(actual, b => Assert.Equal(0, b!["length"]!.GetValue<int>()));
                    continue;
                }

                Assert.True(batches.Count == actual.Count, $"{file} has {actual.Count} batches instead of {batches.Count}");
                for (int i = 0; i < batches.Count; i++)
                {
                    Assert.Equal(batches[i]!["length"]!.GetValue<int>(), actual[i]!["length"]!.GetValue<int>());
                    foreach ((string column, JsonNode? wanted) in batches[i]!["columns"]!.AsObject())
                    {
                        JsonNode? found = actual[i]!["columns"]![column];
                        Assert.True(Same(wanted, found), $"{file}, batch {i}, column {column}: {found?.ToJsonString()} instead of {wanted?.ToJsonString()}");
                    }
                }
            }

            JsonNode metadata = read["metadata_8.arrows"]!;
            Assert.Equal("välue", metadata["metadata"]!["kéy"]!.GetValue<string>());
            Assert.Equal("备注", metadata["fields"]![1]!["metadata"]!["comment"]!.GetValue<string>());
            Assert.Equal("Timestamp<MILLISECOND, Asia/Shanghai>", read["temporal_tz_8.arrows"]!["fields"]![1]!["type"]!.GetValue<string>());

            async Task WriteAsync(string file, JsonArray batches, Func<Task<byte[]>> write)
            {
                await File.WriteAllBytesAsync(Path.Combine(target, file), await write());
                expected.Add(file, batches);
            }
        }
        finally
        {
            Directory.Delete(target, recursive: true);
        }
    }

    private static async Task<JsonObject> RunAsync(string folder, IEnumerable<string> files)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Vectors", "arrow", "read-back.cjs"), folder, .. files])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new SkipException("Node.js is not on the path.");
        }

        using (process)
        {
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, await errors);
            return JsonNode.Parse(output)!.AsObject();
        }
    }

    private static bool Same(JsonNode? left, JsonNode? right)
    {
        switch (left, right)
        {
            case (JsonObject a, JsonObject b):
                return a.Count == b.Count && a.All(p => b.ContainsKey(p.Key) && Same(p.Value, b[p.Key]));
            case (JsonArray a, JsonArray b):
                return a.Count == b.Count && a.Zip(b).All(p => Same(p.First, p.Second));
            case (JsonValue a, JsonValue b) when a.GetValueKind() == JsonValueKind.Number && b.GetValueKind() == JsonValueKind.Number:
                double x = double.Parse(a.ToJsonString(), CultureInfo.InvariantCulture);
                double y = double.Parse(b.ToJsonString(), CultureInfo.InvariantCulture);
                return x.Equals(y) || ((float)x).Equals((float)y);
            default:
                return JsonNode.DeepEquals(left, right);
        }
    }
}
