using System.Globalization;

namespace Quickstart;

/// <summary>One day of the data set.</summary>
internal sealed record WeatherObservation(DateOnly Date, decimal Precipitation, double MaxTemperature, double MinTemperature, double Wind, string Weather)
{
    public string Year => Date.Year.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads the data set that ships with the sample.</summary>
    public static async Task<IReadOnlyList<WeatherObservation>> LoadAsync(CancellationToken cancellationToken)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Data", "seattle-weather.csv");
        string[] lines = await File.ReadAllLinesAsync(path, cancellationToken);
        return [.. lines.Skip(1).Where(line => line.Length > 0).Select(Parse)];
    }

    private static WeatherObservation Parse(string line)
    {
        string[] cells = line.Split(',');
        return new WeatherObservation(
            DateOnly.ParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture),
            decimal.Parse(cells[1], CultureInfo.InvariantCulture),
            double.Parse(cells[2], CultureInfo.InvariantCulture),
            double.Parse(cells[3], CultureInfo.InvariantCulture),
            double.Parse(cells[4], CultureInfo.InvariantCulture),
            cells[5]);
    }
}
