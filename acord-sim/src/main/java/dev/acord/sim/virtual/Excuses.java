package dev.acord.sim.virtual;

import dev.acord.sim.ProtocolViolation;
import dev.acord.sim.Rule;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which breaches of the protocol a client cannot help: a server sees silence frames and keepalives missing that the network lost, and
 * credentials that it has itself made worthless. Each rule has the faults that excuse it, and excuses only those whom such a fault met.
 */
final class Excuses {
    private static final Map<Rule, Set<ScenarioFault>> BY_RULE = Map.of(
            Rule.KEEPALIVE_MISSING,
            EnumSet.of(
                    ScenarioFault.NAT_REBINDING,
                    ScenarioFault.PARTITION,
                    ScenarioFault.CONDITIONS,
                    ScenarioFault.STALL),
            Rule.PAUSE_WITHOUT_SILENCE,
            EnumSet.of(ScenarioFault.PARTITION, ScenarioFault.CONDITIONS, ScenarioFault.STALL),
            // audio and flags were lost on their ways, or the server ended the session while one was on its way
            Rule.SPEAKING_NOT_CLEARED,
            EnumSet.of(
                    ScenarioFault.PARTITION,
                    ScenarioFault.CONDITIONS,
                    ScenarioFault.CLOSE_CODE,
                    ScenarioFault.STALL,
                    ScenarioFault.WEBSOCKET_KILL,
                    ScenarioFault.MUTED_ACKS,
                    ScenarioFault.SLOW_SERVER),
            // the way became longer or shorter during a pause
            Rule.RTP_TIMESTAMP_CLOCK,
            EnumSet.of(ScenarioFault.CONDITIONS, ScenarioFault.STALL),
            Rule.HEARTBEAT_LATE,
            EnumSet.of(ScenarioFault.PARTITION, ScenarioFault.STALL, ScenarioFault.CONDITIONS),
            // the server has ended a session or given others, and says only by refusing the credentials that they are
            // no longer good
            Rule.CREDENTIALS,
            EnumSet.of(
                    ScenarioFault.CLOSE_CODE,
                    ScenarioFault.CRASH,
                    ScenarioFault.STALL,
                    ScenarioFault.PARTITION,
                    ScenarioFault.MOVE,
                    ScenarioFault.JOIN,
                    ScenarioFault.KICK),
            // opcode 5 went into a websocket that was dead already, or waited for what TCP had lost while audio went on
            Rule.SPEAKING_BEFORE_AUDIO,
            EnumSet.of(
                    ScenarioFault.WEBSOCKET_KILL,
                    ScenarioFault.CONDITIONS,
                    ScenarioFault.CLOSE_CODE,
                    ScenarioFault.PARTITION,
                    ScenarioFault.CRASH),
            // the bits of the header were changed on the way
            Rule.RTP_VERSION,
            EnumSet.of(ScenarioFault.CONDITIONS),
            // or the answer of IP discovery, which has no checksum but UDP's
            Rule.SELECT_PROTOCOL_ADDRESS,
            EnumSet.of(ScenarioFault.NAT_REBINDING, ScenarioFault.CONDITIONS));

    private final Map<Long, Set<ScenarioFault>> met = new HashMap<>();
    private final Set<ScenarioFault> metByAnybody = EnumSet.noneOf(ScenarioFault.class);

    void note(long userId, ScenarioFault fault) {
        met.computeIfAbsent(userId, user -> EnumSet.noneOf(ScenarioFault.class)).add(fault);
        metByAnybody.add(fault);
    }

    boolean excuse(ProtocolViolation violation) {
        // before a session is known, so is its user; and a crash is everybody's
        Set<ScenarioFault> faults = violation.userId() == 0 || metByAnybody.contains(ScenarioFault.CRASH)
                ? metByAnybody
                : met.getOrDefault(violation.userId(), Set.of());
        return BY_RULE.entrySet().stream()
                .anyMatch(entry -> entry.getKey().ruleName().equals(violation.rule())
                        && entry.getValue().stream().anyMatch(faults::contains));
    }
}
