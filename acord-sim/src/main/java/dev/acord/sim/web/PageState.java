package dev.acord.sim.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.acord.sim.DaveState;
import dev.acord.sim.MemberState;
import dev.acord.sim.MemberStats;
import dev.acord.sim.NetworkCounts;
import dev.acord.sim.ProtocolViolation;
import dev.acord.sim.ServerReport;
import dev.acord.sim.VoiceServer;
import dev.acord.voice.EncryptionState;
import dev.acord.voice.receive.ReceiveStats;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a page is told some times a second. Ids are texts: JavaScript's numbers have 53 bits. What only a member can know of the others
 * (levels, losses, codes), each page gets as its own member knows it.
 */
final class PageState {
    private static final int MAX_MEMBERS = 100;
    private static final int MAX_VIOLATIONS = 20;

    private final VoiceServer server;
    private final WebPageOptions options;
    private final Map<Long, JsonObject> network;
    private ServerReport report;
    private NetworkCounts counts;
    private DaveState dave;

    PageState(VoiceServer server, WebPageOptions options, Map<Long, JsonObject> network) {
        this.server = server;
        this.options = options;
        this.network = network;
        report = server.report();
        counts = server.networkCounts();
        dave = server.dave(options.channelId()).state();
    }

    /** Looks at the server, once for all pages. */
    void look() {
        report = server.report();
        counts = server.networkCounts();
        dave = server.dave(options.channelId()).state();
        network.keySet()
                .removeIf(user -> user != 0
                        && report.members().stream()
                                .noneMatch(each -> each.userId() == user && each.state() != MemberState.LEFT));
    }

    /** The state for one page. */
    String json(PageMember page) {
        JsonObject state = new JsonObject();
        state.addProperty("type", "state");
        state.addProperty("you", id(page.userId()));
        state.addProperty("connection", lower(page.connection().state()));
        state.addProperty("trouble", page.trouble());
        state.addProperty("talking", page.isTalking());
        state.addProperty("droppedBlocks", page.droppedBlocks());
        state.add("members", members(page));
        state.add("dave", dave(page));
        state.add("network", network());
        state.add("violations", violations());
        return state.toString();
    }

    private JsonArray members(PageMember page) {
        JsonArray list = new JsonArray();
        report.members().stream()
                .filter(each -> each.guildId() == options.guildId() && each.channelId() == options.channelId())
                .filter(each -> each.state() != MemberState.LEFT)
                .limit(MAX_MEMBERS)
                .forEach(each -> list.add(member(page, each)));
        return list;
    }

    private JsonObject member(PageMember page, MemberStats stats) {
        long user = stats.userId();
        boolean you = user == page.userId();
        MemberMeters meters = page.meters();
        JsonObject member = new JsonObject();
        member.addProperty("id", id(user));
        member.addProperty("name", name(user));
        member.addProperty("you", you);
        member.addProperty("state", lower(stats.state()));
        member.addProperty("speaking", you ? page.isTalking() : meters.isSpeaking(user));
        if (!you) {
            member.addProperty("levelDbfs", Math.round(meters.levelDbfs(user) * 10) / 10.0);
        }
        member.addProperty("mode", stats.mode() == null ? null : stats.mode().wireName());
        member.addProperty("packets", stats.packetsReceived());
        member.addProperty("resumes", stats.resumes());
        member.addProperty("rebinds", stats.rebinds());
        member.addProperty("code", page.codes().getOrDefault(user, ""));
        ReceiveStats heard = you ? null : meters.stats(user);
        if (heard != null) {
            member.addProperty("received", heard.packets().received());
            member.addProperty("lost", heard.packets().lost());
            member.addProperty("late", heard.packets().late());
            member.addProperty("jitterMs", Math.round(heard.packets().jitterMs() * 100) / 100.0);
            member.addProperty("delayMs", Math.round(heard.packets().delayMs() * 10) / 10.0);
        }
        return member;
    }

    private JsonObject dave(PageMember page) {
        EncryptionState own = page.connection().encryption();
        JsonObject state = new JsonObject();
        state.addProperty("version", dave.executedVersion());
        state.addProperty("epoch", dave.epoch());
        state.addProperty("settled", dave.isSettled());
        state.addProperty("ready", own.ready());
        state.addProperty("privacyCode", own.privacyCode());
        return state;
    }

    private JsonObject network() {
        JsonObject all = new JsonObject();
        all.addProperty(
                "lost", counts.datagramsUp().lost() + counts.datagramsDown().lost());
        all.addProperty(
                "delivered",
                counts.datagramsUp().delivered() + counts.datagramsDown().delivered());
        JsonObject settings = new JsonObject();
        network.forEach((user, setting) -> settings.add(id(user), setting));
        all.add("settings", settings);
        return all;
    }

    private JsonObject violations() {
        JsonObject all = new JsonObject();
        all.addProperty("total", report.totalViolations());
        JsonArray list = new JsonArray();
        List<ProtocolViolation> seen = report.violations();
        for (ProtocolViolation each : seen.subList(Math.max(0, seen.size() - MAX_VIOLATIONS), seen.size())) {
            JsonObject violation = new JsonObject();
            violation.addProperty("name", name(each.userId()));
            violation.addProperty("rule", each.rule());
            violation.addProperty("detail", each.detail());
            list.add(violation);
        }
        all.add("list", list);
        return all;
    }

    private String name(long user) {
        long page = user - options.firstUserId();
        String given = options.names().get(user);
        if (given != null) {
            return given;
        }
        return page >= 0 && page < options.maxPages() ? "Browser " + (page + 1) : "Member " + id(user);
    }

    private static String id(long user) {
        return Long.toUnsignedString(user);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
