package dev.acord.cli.sim;

import dev.acord.sim.MemberState;
import dev.acord.sim.MemberStats;
import dev.acord.sim.ProtocolViolation;
import dev.acord.sim.ServerReport;
import dev.acord.sim.VoiceServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Finds out what is new on a server, look by look. Not thread safe. */
final class SimWatch {
    private final VoiceServer server;
    private final SimOutput output;
    private final Consumer<MemberStats> onLeft;
    private final Map<Long, MemberState> states = new HashMap<>();
    private int violations;

    /**
     * Makes a watch that has seen nothing.
     *
     * @param onLeft called with each member that has left
     */
    SimWatch(VoiceServer server, SimOutput output, Consumer<MemberStats> onLeft) {
        this.server = server;
        this.output = output;
        this.onLeft = onLeft;
    }

    /** Reports what is new since the last look. */
    void look() {
        ServerReport report = server.report();
        for (MemberStats member : report.members()) {
            MemberState before = states.put(member.userId(), member.state());
            if (before == member.state() || (before == null && member.state() == MemberState.INVITED)) {
                continue;
            }
            output.member(member);
            if (member.state() == MemberState.LEFT) {
                onLeft.accept(member);
            }
        }
        List<ProtocolViolation> seen = report.violations();
        seen.subList(Math.min(violations, seen.size()), seen.size()).forEach(output::violation);
        violations = seen.size();
    }
}
