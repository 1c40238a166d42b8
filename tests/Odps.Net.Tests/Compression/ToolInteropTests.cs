using System.Diagnostics;
using Odps.Net.Compression;

namespace Odps.Net.Tests.Compression;

/// <summary>The command line tools of the reference implementations read what this library writes, and the other way round.</summary>
public sealed class ToolInteropTests
{
    /// <summary>The framing of the Python binding, whose checksum function newer Python versions refuse, with one that they take.</summary>
    private const string SnappyScript = """
        import sys, snappy, snappy.snappy as framing
        table = []
        for value in range(256):
            for _ in range(8):
                value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
            table.append(value)
        def crc(data):
            value = 0xFFFFFFFF
            for byte in data:
                value = table[(value ^ byte) & 255] ^ (value >> 8)
            return value ^ 0xFFFFFFFF
        framing._crc32c = crc
        data = sys.stdin.buffer.read()
        if sys.argv[1] == 'compress':
            sys.stdout.buffer.write(snappy.StreamCompressor().add_chunk(data))
        else:
            sys.stdout.buffer.write(snappy.StreamDecompressor().decompress(data))
        """;

    [SkippableTheory]
    [InlineData(nameof(CompressionAlgorithm.Zstandard), "zstd", "-d", "-c")]
    [InlineData(nameof(CompressionAlgorithm.Lz4Frame), "lz4", "-d", "-c")]
    public async Task The_tool_reads_what_is_written(string format, string tool, params string[] arguments)
    {
        RequireTool(tool);
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        for (int level = 1; level <= 9; level++)
        {
            byte[] raw = CompressionBytes.Mixed(1_500_000, level);
            byte[] stream = await CompressionBytes.CompressAsync(algorithm, raw, level, pieceSize: 50_000);
            Assert.True(Same(raw, await RunAsync(tool, stream, arguments)), $"stream, level {level}");
            using FrameEncoder encoder = CompressionStreams.CreateEncoder(algorithm, level);
            byte[] frames = new byte[4_000_000];
            int written = 0;
            using var expected = new MemoryStream();
            foreach (int length in new[] { 0, 1, 15, 16, 17, 100, 255, 256, 1000, 5000, 65_791, 65_792, 140_000, 700_000 })
            {
                written += encoder.Compress(raw.AsSpan(0, length), frames.AsSpan(written));
                expected.Write(raw, 0, length);
            }

            byte[] result = await RunAsync(tool, frames[..written], arguments);
            Assert.True(expected.ToArray().AsSpan().SequenceEqual(result), $"buffers, level {level}");
        }
    }

    [SkippableTheory]
    [InlineData(nameof(CompressionAlgorithm.Zstandard), "zstd", "-1|-2|-3|-4|-5|-6|-8|-10|-12|-15|-19|--ultra -22|--fast=3|-3 --long=27|-3 --no-check")]
    [InlineData(nameof(CompressionAlgorithm.Lz4Frame), "lz4", "-1|-3|-9|-12|-1 -BD|-9 -BD -B4|-9 -BD -B5|-1 -B4 -BX|-9 -BD -B4 -BX|--fast=9|--no-frame-crc")]
    public async Task What_the_tool_writes_is_read(string format, string tool, string options)
    {
        RequireTool(tool);
        CompressionAlgorithm algorithm = Enum.Parse<CompressionAlgorithm>(format);
        int seed = 0;
        foreach (string option in options.Split('|'))
        {
            byte[] raw = CompressionBytes.Mixed(900_000, ++seed);
            byte[] compressed = await RunAsync(tool, raw, ["-c", .. option.Split(' ')]);
            Assert.True(Same(raw, await CompressionBytes.DecompressAsync(algorithm, compressed, 30_000)), $"stream {option}");
            using FrameDecoder decoder = CompressionStreams.CreateDecoder(algorithm);
            byte[] result = new byte[raw.Length];
            decoder.DecompressExactly(compressed, result);
            Assert.True(raw.AsSpan().SequenceEqual(result), $"span {option}");
        }
    }

    [SkippableFact]
    public async Task The_reference_Snappy_reads_what_is_written_and_the_other_way_round()
    {
        const string Python = "/usr/bin/python3";
        RequireTool(Python, "-c", "import snappy");
        byte[] raw = CompressionBytes.Mixed(300_000, 1);
        byte[] written = await CompressionBytes.CompressAsync(CompressionAlgorithm.Snappy, raw);
        Assert.True(Same(raw, await RunAsync(Python, written, "-c", SnappyScript, "decompress")));
        byte[] compressed = await RunAsync(Python, raw, "-c", SnappyScript, "compress");
        Assert.True(Same(raw, await CompressionBytes.DecompressAsync(CompressionAlgorithm.Snappy, compressed)));
    }

    private static bool Same(byte[] expected, byte[] actual) => expected.AsSpan().SequenceEqual(actual);

    private static void RequireTool(string tool, params string[] arguments)
    {
        bool works = false;
        try
        {
            using Process process = Start(tool, arguments.Length == 0 ? ["--version"] : arguments);
            process.StandardInput.Close();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            works = process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
        }

        Skip.IfNot(works, $"The tool {tool} {string.Join(' ', arguments)} is not there.");
    }

    private static async Task<byte[]> RunAsync(string tool, byte[] input, params string[] arguments)
    {
        using Process process = Start(tool, arguments);
        using var output = new MemoryStream();
        Task copying = process.StandardOutput.BaseStream.CopyToAsync(output);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await copying;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{tool} {string.Join(' ', arguments)} failed: {await errors}");
        return output.ToArray();
    }

    private static Process Start(string tool, string[] arguments)
        => Process.Start(new ProcessStartInfo(tool, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
