using Odps.Net.Emulator.Http;

namespace Odps.Net.Emulator;

/// <summary>The stubs of an emulator. Of several that a request meets, the first that was added and is not used up answers it. Thread-safe.</summary>
public sealed class StubCollection : HandleCollection<StubHandle>
{
    internal StubCollection()
    {
    }

    /// <summary>Adds a stub, for the requests that come from now on.</summary>
    /// <param name="stub">The stub.</param>
    /// <returns>How often it answered; disposing it removes the stub.</returns>
    public StubHandle Add(Stub stub)
    {
        ArgumentNullException.ThrowIfNull(stub);
        return Append(new StubHandle(this, stub));
    }

    /// <summary>The answer of a stub; null when none meets the request.</summary>
    internal ServiceResponse? Answer(EmulatorRequest request)
    {
        foreach (StubHandle handle in Handles)
        {
            if (handle.Takes(request))
            {
                var response = new ServiceResponse { Status = handle.Stub.StatusCode, ContentType = handle.Stub.ContentType, Body = handle.Stub.Body };
                foreach ((string name, string value) in handle.Stub.Headers)
                {
                    response.With(name, value);
                }

                return response;
            }
        }

        return null;
    }
}
