using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Odps.Net.Http;

namespace Odps.Net;

/// <summary>
/// Writes the content of a resource: in one request, or where it is longer than a part, as temporary resources that the service then merges into one. Holds one
/// part in memory.
/// </summary>
internal sealed class ResourceUpload
{
    private const int FirstBytes = 128 * 1024;

    private readonly Resource _resource;
    private readonly ResourceType _type;
    private readonly ResourceOptions _options;
    private readonly bool _overwrite;
    private byte[] _buffer = [];

    private ResourceUpload(Resource resource, ResourceType type, ResourceOptions options, bool overwrite)
    {
        _resource = resource;
        _type = type;
        _options = options;
        _overwrite = overwrite;
    }

    private string Verb => _overwrite ? "update" : "create";

    public static ResourceUpload Of(Resource resource, ResourceType type, ResourceOptions options, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(type.Value, nameof(type));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PartSize, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.PartSize, Array.MaxLength - 1, nameof(options));
        return new ResourceUpload(resource, type, options, overwrite);
    }

    public async Task SendAsync(Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content.CanSeek)
        {
            long rest = Math.Max(0, content.Length - content.Position);
            _buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(rest, _options.PartSize) + 1);
        }

        // One byte more than a part tells a content of exactly one part from a longer one.
        int length = await FillAsync(content, 0, cancellationToken).ConfigureAwait(false);
        if (length <= _options.PartSize)
        {
            await SendWholeAsync(length, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await SendPartsAsync(content, length, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> FillAsync(Stream content, int length, CancellationToken cancellationToken)
    {
        int limit = _options.PartSize + 1;
        while (length < limit)
        {
            if (length == _buffer.Length)
            {
                byte[] larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(limit, Math.Max(FirstBytes, 2L * _buffer.Length)));
                _buffer.AsSpan(0, length).CopyTo(larger);
                _buffer = larger;
            }

            int read = await content.ReadAsync(_buffer.AsMemory(length, Math.Min(_buffer.Length, limit) - length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return length;
    }

    private Task SendWholeAsync(int length, CancellationToken cancellationToken)
    {
        OdpsRequest request = _resource.Write(_overwrite, $"{Verb} resource {_resource.FullName}", []) with
        {
            Headers = FinalHeaders(),
            Content = RequestContent.Bytes(_buffer.AsMemory(0, length), null),
        };
        return _resource.Scope.Pipeline.SendAndForgetAsync(request, cancellationToken);
    }

    private async Task SendPartsAsync(Stream content, int length, CancellationToken cancellationToken)
    {
#pragma warning disable CA5351 // The service wants MD5; it guards against damage, not against people.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351

        // Other uploads to the same name, from here or elsewhere, must not meet each other's parts.
        int unique = RandomNumberGenerator.GetInt32(1_000_000);
        var parts = new List<string>();
        long total = 0;
        while (length > 0)
        {
            int size = Math.Min(length, _options.PartSize);
            string part = string.Create(CultureInfo.InvariantCulture, $"{_resource.Name}.part.tmp.{unique:D6}.{parts.Count:D6}");
            await SendPartAsync(part, _buffer.AsMemory(0, size), cancellationToken).ConfigureAwait(false);
            hash.AppendData(_buffer, 0, size);
            parts.Add(part);
            total += size;

            int carried = length - size;
            if (carried > 0)
            {
                _buffer[0] = _buffer[size];
            }

            length = carried == 0 ? 0 : await FillAsync(content, carried, cancellationToken).ConfigureAwait(false);
        }

        string body = $"{Convert.ToHexStringLower(hash.GetHashAndReset())}|{string.Join(',', parts)}";
        await MergeAsync(body, total, parts.Count, cancellationToken).ConfigureAwait(false);
    }

    private Task SendPartAsync(string part, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        OdpsRequest request = _resource.Write(overwrite: false, $"send part {part} of resource {_resource.FullName}", new QueryParameters { { "rIsPart", "true" } }) with
        {
            Headers = [.. Headers(part, ResourceType.File), new("x-odps-resource-istemp", "true")],
            Content = RequestContent.Bytes(bytes, null),

            // A part of the same name is overwritten although this is a POST.
            IsIdempotent = true,
        };
        return _resource.Scope.Pipeline.SendAndForgetAsync(request, cancellationToken);
    }

    private Task MergeAsync(string body, long total, int count, CancellationToken cancellationToken)
    {
        string operation = string.Create(CultureInfo.InvariantCulture, $"{Verb} resource {_resource.FullName} from its {count} parts");
        OdpsRequest request = _resource.Write(_overwrite, operation, new QueryParameters { { "rOpMerge", "true" } }) with
        {
            Headers = [.. FinalHeaders(), new("x-odps-resource-merge-total-bytes", total.ToString(CultureInfo.InvariantCulture))],
            Content = RequestContent.Bytes(Encoding.UTF8.GetBytes(body), null),

            // The parts may be gone after the first time.
            IsIdempotent = false,
        };
        return _resource.Scope.Pipeline.SendAndForgetAsync(request, cancellationToken);
    }

    private static List<KeyValuePair<string, string>> Headers(string name, ResourceType type) =>
    [
        new("Content-Type", "application/octet-stream"),
        new("Content-Disposition", $"attachment;filename={name}"),
        new("x-odps-resource-type", type.ToString()),
        new("x-odps-resource-name", name),
    ];

    private List<KeyValuePair<string, string>> FinalHeaders()
    {
        List<KeyValuePair<string, string>> headers = Headers(_resource.Name, _type);
        if (_options.Comment is not null)
        {
            headers.Add(new("x-odps-comment", _options.Comment));
        }

        if (_options.IsTemporary == true)
        {
            headers.Add(new("x-odps-resource-istemp", "true"));
        }

        return headers;
    }
}
