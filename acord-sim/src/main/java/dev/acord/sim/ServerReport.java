package dev.acord.sim;

import java.util.List;
import java.util.Map;

/**
 * All that a server has seen.
 *
 * @param members all members: invited, connected and lately left
 * @param violations the first violations
 * @param totalViolations how many there were
 * @param datagrams what became of the datagrams: name and count
 */
public record ServerReport(
        List<MemberStats> members,
        List<ProtocolViolation> violations,
        long totalViolations,
        Map<String, Long> datagrams) {

    /**
     * Copies the lists.
     *
     * @param members all members
     * @param violations the first violations
     * @param totalViolations how many there were
     * @param datagrams what became of the datagrams
     */
    public ServerReport {
        members = List.copyOf(members);
        violations = List.copyOf(violations);
        datagrams = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(datagrams));
    }

    /**
     * The report for a person to read.
     *
     * @return several lines
     */
    public String text() {
        StringBuilder text = new StringBuilder("members:\n");
        for (MemberStats m : members) {
            text.append("  ").append(m).append('\n');
        }
        text.append("datagrams: ")
                .append(datagrams)
                .append("\nviolations: ")
                .append(totalViolations)
                .append('\n');
        for (ProtocolViolation v : violations) {
            text.append("  ").append(v.rule()).append(" by ").append(Long.toUnsignedString(v.userId()));
            text.append(": ").append(v.detail()).append('\n');
        }
        return text.toString();
    }
}
