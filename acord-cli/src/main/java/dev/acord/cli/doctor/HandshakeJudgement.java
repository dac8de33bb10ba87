package dev.acord.cli.doctor;

import dev.acord.voice.CloseReason;
import dev.acord.voice.VoiceState;
import java.util.List;
import java.util.Locale;

/** What a failed handshake means, and what to do: from the stage and the close code. */
final class HandshakeJudgement {
    private HandshakeJudgement() {}

    /** Takes why the connection was closed, and how long the stages before took. */
    static List<Finding> failed(CloseReason reason, String times) {
        String before = times.isEmpty() ? "" : " (" + times + ")";
        String seen = "failed while " + reason.stage().description() + ": " + reason.message()
                + (reason.code() >= 4_000 ? ", close code " + reason.code() : "") + before;
        if (reason.stage() == VoiceState.DISCOVERING) {
            return List.of(
                    Finding.good("handshake", "accepted by the voice server" + before),
                    Finding.bad(
                            "udp",
                            "no answer by UDP: " + reason.message(),
                            "let UDP out to the voice server's ports, and its answers in: firewall, VPN, container network,"
                                    + " a hosting plan without UDP"));
        }
        return List.of(Finding.bad("handshake", seen, remedy(reason)));
    }

    private static String remedy(CloseReason reason) {
        return switch (reason.code()) {
            case 4_004 -> "the token is wrong or used up: take it from the newest voice server update";
            case 4_006, 4_009 -> "the session is over: send a voice state update, and take the newest session id";
            case 4_011 -> "the guild is not this server's: guild, endpoint and token must come from the same update";
            case 4_014 -> "the bot was disconnected: is it still in the channel, and allowed there?";
            case 4_016 -> "no common transport encryption: do not restrict VoiceOptions.modes";
            case 4_017 -> "the call is end-to-end encrypted: do not switch DAVE off";
            case 4_021 -> "too many connections in a short time: wait a minute";
            case 4_022 -> "the call is over";
            default -> remedyOfStage(reason);
        };
    }

    private static String remedyOfStage(CloseReason reason) {
        String message = reason.message().toLowerCase(Locale.ROOT);
        if (message.contains("certificate")) {
            return message.contains("not valid yet") || message.contains("expired")
                    ? "compare the clock (timedatectl); if it is right, the server needs another certificate"
                    : "a proxy that opens TLS, or another server than Discord's: trust its certificate with --ca, or connect by the"
                            + " name that is in it";
        }
        return switch (reason.stage()) {
            case CONNECTING ->
                "look at host name and port, DNS, proxies, and whether the firewall lets TCP out to that port";
            case AWAITING_HELLO -> "something else than a voice server answers there: look at the endpoint";
            case IDENTIFYING, SELECTING -> "guild, user, session id, token and endpoint must be of the same join";
            default -> "see the message; --debug shows more";
        };
    }
}
