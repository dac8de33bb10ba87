package dev.acord.bench.jmh;

import dev.acord.dave.mls.Group;
import dev.acord.dave.mls.PendingCommit;
import dev.acord.dave.mls.codec.MlsException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The operations of the end-to-end encryption's group, by its size: one member's work, without the proposals' verification before it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up method first
public class MlsBenchmark {
    /** Members of the group. */
    @Param({"2", "10", "50", "100"})
    public int members;

    private MlsCall call;

    /**
     * Prepares the group.
     *
     * @throws MlsException never
     */
    @Setup
    public void setUp() throws MlsException {
        call = new MlsCall(members);
    }

    /**
     * The first member, alone until then, adds all others: commit and welcome.
     *
     * @return the commit
     * @throws MlsException never
     */
    @Benchmark
    public PendingCommit initialCommit() throws MlsException {
        return call.founder.commit(call.adds, call.random);
    }

    /**
     * Another member joins by that welcome, and verifies the whole tree.
     *
     * @return its group
     * @throws MlsException never
     */
    @Benchmark
    public Group join() throws MlsException {
        return Group.join(call.policy, List.of(call.joiner), call.welcome);
    }

    /**
     * A member processes the commit that adds one more.
     *
     * @return the group of the next epoch
     * @throws MlsException never
     */
    @Benchmark
    public Group processAddCommit() throws MlsException {
        return call.member.process(call.addCommit, call.add);
    }

    /**
     * A member removes another one, by a commit with a path to all who stay.
     *
     * @return the commit
     * @throws MlsException never
     */
    @Benchmark
    public PendingCommit removeCommit() throws MlsException {
        return call.remover.commit(call.remove, call.random);
    }

    /**
     * A member who stays processes that commit.
     *
     * @return the group of the next epoch
     * @throws MlsException never
     */
    @Benchmark
    public Group processPathCommit() throws MlsException {
        return call.remaining.process(call.removeCommit, call.remove);
    }
}
