using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Quickstart;

/// <summary>A checksum over the values of observations in the order in which they are added: equal for equal data, wherever it has been.</summary>
internal sealed class ValueChecksum : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public int Count { get; private set; }

    public void Add(WeatherObservation day)
    {
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{day.Date:yyyy-MM-dd}|{day.Precipitation:0.0}|{day.MaxTemperature:R}|{day.MinTemperature:R}|{day.Wind:R}|{day.Weather}\n");
        _hash.AppendData(Encoding.UTF8.GetBytes(line));
        Count++;
    }

    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset())[..16];

    public void Dispose() => _hash.Dispose();
}
