namespace Odps.Net;

/// <summary>Waits for the end of an instance.</summary>
internal static class InstanceWait
{
    public static async Task<InstanceInfo> RunAsync(Instance instance, WaitOptions options, CancellationToken cancellationToken)
    {
        Check(options);
        if (instance.KnownResults is not null && options.Progress is null)
        {
            // It had ended when its submission was answered.
            return new InstanceInfo { Id = instance.Id, Status = InstanceStatus.Terminated };
        }

        try
        {
            return await LookAsync(instance, options, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled) when (options.StopOnCancellation && cancellationToken.IsCancellationRequested)
        {
            Exception? fault = await StopAsync(instance).ConfigureAwait(false);
            throw new OperationCanceledException(
                $"The wait for instance {instance.Id} was cancelled, and the instance {Outcome(fault)}.", fault ?? cancelled, cancellationToken);
        }
        catch (OdpsTimeoutException timeout) when (options.StopOnTimeout && timeout is InstanceTimeout)
        {
            Exception? fault = await StopAsync(instance).ConfigureAwait(false);
            throw new OdpsTimeoutException($"{timeout.Message} The instance {Outcome(fault)}.", fault ?? timeout.InnerException);
        }
    }

    private static async Task<InstanceInfo> LookAsync(Instance instance, WaitOptions options, CancellationToken cancellationToken)
    {
        TimeProvider clock = instance.Scope.TimeProvider;
        long start = clock.GetTimestamp();
        long? firstFault = null;
        TimeSpan pause = options.Interval;
        TimeSpan longestPause = options.Progress is not null && options.ProgressInterval < options.MaxInterval ? options.ProgressInterval : options.MaxInterval;
        using CancellationTokenSource? deadline = options.Timeout == Timeout.InfiniteTimeSpan ? null : new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline?.Token ?? default);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    // A look that the service holds would hold the progress as well.
                    InstanceInfo info = await instance.GetAsync(longPoll: options.Progress is null, either.Token).ConfigureAwait(false);
                    if (options.Progress is not null)
                    {
                        options.Progress.Report(await ProgressAsync(instance, info, clock.GetElapsedTime(start), either.Token).ConfigureAwait(false));
                    }

                    if (info.IsTerminated)
                    {
                        return info;
                    }

                    firstFault = null;
                }
                catch (OdpsException fault) when (fault.IsTransient && clock.GetElapsedTime(firstFault ??= clock.GetTimestamp()) < options.FaultTolerance)
                {
                    // The instance goes on without us; only the look failed.
                }

                await Task.Delay(pause, clock, either.Token).ConfigureAwait(false);
                pause = pause * 2 < longestPause ? pause * 2 : longestPause;
            }
        }
        catch (OperationCanceledException e) when (either.IsCancellationRequested)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException($"The wait for instance {instance.Id} was cancelled; the instance goes on.", e, cancellationToken);
            }

            throw new InstanceTimeout(
                $"Instance {instance.Id} of project {instance.Project} had not ended after {clock.GetElapsedTime(start)} (WaitOptions.Timeout is {options.Timeout})."
                + (options.StopOnTimeout ? "" : " It is still running; wait again, or stop it."));
        }
    }

    /// <summary>How far it is. What cannot be learned now is left out: progress must not fail a wait.</summary>
    private static async Task<InstanceProgress> ProgressAsync(Instance instance, InstanceInfo info, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        try
        {
            return await instance.GetProgressAsync(info, elapsed, cancellationToken).ConfigureAwait(false);
        }
        catch (OdpsException)
        {
            return new InstanceProgress { InstanceId = instance.Id, Status = info.Status, Time = instance.Scope.TimeProvider.GetUtcNow(), Elapsed = elapsed };
        }
    }

    private static async Task<Exception?> StopAsync(Instance instance)
    {
        try
        {
            await instance.StopAsync(CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (OdpsServiceException ended) when (ended.ErrorCode == "InvalidStateSetting")
        {
            return null;
        }
        catch (OdpsException fault)
        {
            return fault;
        }
    }

    private static string Outcome(Exception? fault) => fault is null ? "was stopped" : $"could not be stopped and goes on ({fault.Message})";

    private static void Check(WaitOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Interval, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxInterval, options.Interval, nameof(options));
        if (options.Timeout != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(options.Timeout, TimeSpan.Zero, nameof(options));
        }
    }

    /// <summary>The wait's own limit, not one of a request.</summary>
    private sealed class InstanceTimeout(string message) : OdpsTimeoutException(message);
}
