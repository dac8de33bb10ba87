package dev.acord.cli.doctor;

import dev.acord.cli.Failures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs checks one after the other, so that none disturbs another's measurements, each with a deadline: one that hangs or fails is a finding. */
final class Examination {
    private final Duration deadline;

    Examination(Duration deadline) {
        this.deadline = deadline;
    }

    List<Finding> run(List<Check> checks) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks) {
            findings.addAll(run(check));
        }
        return findings;
    }

    private List<Finding> run(Check check) throws InterruptedException {
        FutureTask<List<Finding>> task = new FutureTask<>(check::run);
        Thread thread = new Thread(task, "acord-doctor-" + check.id());
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            return List.of(Finding.bad(
                    check.id(),
                    "no result within " + deadline.toSeconds() + " s",
                    "the machine is overloaded, or something here waits for ever: try again, then report it"));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return List.of(Finding.bad(
                    check.id(),
                    "the check failed: " + Failures.describe(cause == null ? e : cause),
                    "report it with --debug's output"));
        }
    }
}
