package dev.acord.dave.mls;

import dev.acord.dave.mls.Channel.Client;
import dev.acord.dave.mls.codec.MlsException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Prints the CPU time of each operation by group size, for people: no test. Medians after a warm-up, in ms. */
final class Timings {

    private static final int ROUNDS = 15;

    private Timings() {}

    private interface Step {
        void run() throws MlsException;
    }

    public static void main(String[] args) throws MlsException {
        System.out.println("Java " + System.getProperty("java.version"));
        measure(10, false);
        measure(50, false);
        System.out.printf("%-24s", "members");
        for (String name :
                new String[] {"create", "join", "process add", "own remove", "process remove", "parse add"}) {
            System.out.printf("%16s", name);
        }
        System.out.println();
        for (int size : new int[] {2, 10, 50, 100}) {
            measure(size, true);
        }
    }

    private static void measure(int size, boolean print) throws MlsException {
        Channel channel = new Channel(size);
        Client first = channel.found(1);
        List<byte[]> adds = new ArrayList<>();
        List<Client> joiners = new ArrayList<>();
        for (long user = 2; user <= size; user++) {
            joiners.add(channel.client(user));
            adds.add(channel.proposeAdd(joiners.get(joiners.size() - 1)));
        }
        List<ProposalMessage> proposals = Channel.parse(first.group(), adds);
        List<String> figures = new ArrayList<>();
        figures.add(median(() -> first.group().commit(proposals, channel.random)));
        PendingCommit initial = first.group().commit(proposals, channel.random);
        byte[] welcome = Optional.ofNullable(initial.welcome()).orElseThrow();
        Client second = joiners.get(0);
        figures.add(median(() -> Group.join(channel.policy, List.of(second.bundle), welcome)));
        first.group = initial.next();
        for (Client joiner : joiners) {
            joiner.group = Group.join(channel.policy, List.of(joiner.bundle), welcome);
            channel.members.put(joiner.user, joiner);
        }

        byte[] add = channel.proposeAdd(channel.client(1000));
        List<ProposalMessage> oneAdd = Channel.parse(first.group(), List.of(add));
        byte[] addCommit = first.group().commit(oneAdd, channel.random).commit();
        figures.add(median(() -> second.group().process(addCommit, oneAdd)));
        if (size > 2) {
            byte[] remove = channel.proposeRemove(joiners.get(joiners.size() - 1));
            List<ProposalMessage> oneRemove = Channel.parse(first.group(), List.of(remove));
            figures.add(median(() -> first.group().commit(oneRemove, channel.random)));
            byte[] removeCommit =
                    first.group().commit(oneRemove, channel.random).commit();
            figures.add(median(() -> second.group().process(removeCommit, oneRemove)));
        } else {
            figures.add(median(() -> first.group().commit(oneAdd, true, channel.random)));
            byte[] pathCommit =
                    first.group().commit(oneAdd, true, channel.random).commit();
            figures.add(median(() -> second.group().process(pathCommit, oneAdd)));
        }
        figures.add(median(() -> first.group().parseProposal(add)));
        if (print) {
            System.out.printf("%-24d", size);
            figures.forEach(figure -> System.out.printf("%16s", figure));
            System.out.println();
        }
    }

    private static String median(Step step) throws MlsException {
        var threads = ManagementFactory.getThreadMXBean();
        double[] times = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = threads.getCurrentThreadCpuTime();
            step.run();
            times[i] = (threads.getCurrentThreadCpuTime() - start) / 1e6;
        }
        Arrays.sort(times);
        return String.format("%.2f", times[ROUNDS / 2]);
    }
}
