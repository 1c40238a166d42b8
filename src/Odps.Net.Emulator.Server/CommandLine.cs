using System.Globalization;
using System.Net;

namespace Odps.Net.Emulator.Server;

/// <summary>The arguments of the emulator's host.</summary>
internal static class CommandLine
{
    public const string Usage = """
        Usage: Odps.Net.Emulator.Server [options]
          --port N          TCP port; 0 for any free one (default 0)
          --host ADDRESS    IP address to listen on (default 127.0.0.1: this machine only)
          --project NAME    a project; may be given several times (default demo)
          --access-id ID    AccessKey id (default emulator-access-id)
          --access-key KEY  AccessKey secret (default emulator-access-key)
          --region NAME     region that projects state (default cn-emulator)
          --data DIR        folder that keeps the data over restarts and crashes (default: memory)
          --readonly        refuse everything that would change the data
          --public-pages    show the log view to other machines too
          --log             a line on standard error for each request
          --max-body N      most bytes of one request's body (default 1073741824)
          --max-sessions N  most tunnel sessions of each kind (default 1000)
          --max-connections N  most connections at a time (default: no limit)
        """;

    /// <summary>Reads the arguments.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="options">What they say, or the defaults.</param>
    /// <param name="problem">What is wrong with them; empty when nothing is.</param>
    /// <returns>Whether they are right.</returns>
    public static bool TryParse(string[] args, out OdpsEmulatorOptions options, out string problem)
    {
        options = new OdpsEmulatorOptions();
        var projects = new List<string>();
        problem = "";
        for (int i = 0; i < args.Length; i += 2)
        {
            OdpsEmulatorOptions? switched = args[i] switch
            {
                "--readonly" => options with { IsReadOnly = true },
                "--public-pages" => options with { ShowPagesToAll = true },
                "--log" => options with { RequestCompleted = RequestLog.Write },
                _ => null,
            };
            if (switched is not null)
            {
                options = switched;
                i--;
                continue;
            }

            if (i + 1 == args.Length)
            {
                problem = $"The option {args[i]} is unknown or has no value.";
                return false;
            }

            string value = args[i + 1];
            switch (args[i])
            {
                case "--port" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= 65535:
                    options = options with { Port = port };
                    break;
                case "--host" when IPAddress.TryParse(value, out IPAddress? address):
                    options = options with { Address = address };
                    break;
                case "--project" when value.Length > 0:
                    projects.Add(value);
                    break;
                case "--access-id" when value.Length > 0:
                    options = options with { AccessId = value };
                    break;
                case "--access-key" when value.Length > 0:
                    options = options with { AccessKey = value };
                    break;
                case "--region" when value.Length > 0:
                    options = options with { Region = value };
                    break;
                case "--data" when value.Length > 0:
                    options = options with { DataDirectory = value };
                    break;
                case "--max-body" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes):
                    options = options with { MaxRequestBytes = bytes };
                    break;
                case "--max-sessions" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int sessions):
                    options = options with { MaxSessions = sessions };
                    break;
                case "--max-connections" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int connections):
                    options = options with { MaxConnections = connections };
                    break;
                default:
                    problem = $"The option {args[i]} is unknown, or '{value}' is no value for it.";
                    return false;
            }
        }

        options = projects.Count > 0 ? options with { Projects = projects } : options;
        return true;
    }
}
