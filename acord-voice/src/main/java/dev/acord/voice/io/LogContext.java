package dev.acord.voice.io;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Guild and channel in the logging context ({@link MDC}) of whichever thread runs a connection's tasks. Put there once for each batch of
 * tasks; what was there before is restored afterwards.
 */
public final class LogContext {
    /** The guild's id, unsigned. */
    public static final String GUILD = "acord.guild";

    /** The channel's id, unsigned. */
    public static final String CHANNEL = "acord.channel";

    private final String guild;
    private final LongSupplier channel;
    private volatile Text text = new Text(0, "0");

    /** An id and how it is written, so that it is written out only when it changes. */
    private record Text(long id, String written) {}

    /**
     * Makes a context.
     *
     * @param guildId the guild
     * @param channel the present channel; 0 for none
     */
    public LogContext(long guildId, LongSupplier channel) {
        this.guild = Long.toUnsignedString(guildId);
        this.channel = channel;
    }

    /** Runs a task with the context. */
    void run(Runnable task) {
        String guildBefore = MDC.get(GUILD);
        String channelBefore = MDC.get(CHANNEL);
        MDC.put(GUILD, guild);
        long now = channel.getAsLong();
        if (now != 0) {
            MDC.put(CHANNEL, written(now));
        }
        try {
            task.run();
        } finally {
            restore(GUILD, guildBefore);
            restore(CHANNEL, channelBefore);
        }
    }

    private String written(long id) {
        Text known = text;
        if (known.id != id) {
            known = new Text(id, Long.toUnsignedString(id));
            text = known;
        }
        return known.written;
    }

    private static void restore(String key, @Nullable String before) {
        if (before == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, before);
        }
    }
}
