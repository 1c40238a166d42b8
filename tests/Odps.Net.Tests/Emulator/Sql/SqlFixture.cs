using System.Globalization;
using System.Text;
using Odps.Net.Emulator;
using Odps.Net.Emulator.Sql;
using Odps.Net.Emulator.Storage;

namespace Odps.Net.Tests.Emulator.Sql;

/// <summary>An engine over a store in memory with the project demo, and results as text that a test can state in one line.</summary>
public abstract class SqlFixture : IDisposable
{
    private protected SqliteTableStore Store { get; }

    private protected SqlEngine Engine { get; }

    private protected Dictionary<string, string> Settings { get; } = [];

    protected SqlFixture()
    {
        Store = new SqliteTableStore(null, new FixedTime());
        Store.CreateProject("demo");
        Engine = new SqlEngine(Store);
    }

    public void Dispose()
    {
        Store.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected SqlResult Run(string text) => Engine.Execute(new SqlRequest { Project = "demo", Text = text, Settings = Settings, Owner = "tester" }, CancellationToken.None);

    /// <summary>The rows as text: values separated by |, rows by ;. NULL is \N.</summary>
    protected string Rows(string text) => string.Join(';', Run(text).Rows.Select(row => string.Join('|', row.Select(Show))));

    /// <summary>The columns as text: name type, ...</summary>
    protected string Columns(string text) => string.Join(", ", Run(text).Columns!.Select(c => $"{c.Name} {c.Type.Name}"));

    private protected EmulatorException Fails(string text) => Assert.Throws<EmulatorException>(() => Run(text));

    protected static string Show(object? value) => value switch
    {
        null => "\\N",
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        float f => f.ToString("R", CultureInfo.InvariantCulture),
        bool b => b ? "true" : "false",
        byte[] bytes => Convert.ToHexString(bytes),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.FFF", CultureInfo.InvariantCulture),
        object?[] array => $"[{string.Join(",", array.Select(Show))}]",
        OdpsMap map => $"{{{string.Join(",", map.Select(e => $"{Show(e.Key)}:{Show(e.Value)}"))}}}",
        OdpsStruct fields => $"({string.Join(",", fields.Select(Show))})",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 3, 4, 5, 6, 7, 890, TimeSpan.Zero);
    }
}
