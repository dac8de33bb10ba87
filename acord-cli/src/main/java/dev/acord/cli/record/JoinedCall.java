package dev.acord.cli.record;

import dev.acord.cli.CommandFailure;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.VoiceServerInfo;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call to be recorded: how to get there, what ends it, and how to leave. One thread calls all but {@link #update}. */
interface JoinedCall extends AutoCloseable {
    /**
     * Joins. It may return before, or wait until, somebody can be heard.
     *
     * @param listener hears the connection's events, from the first one on
     * @param tell takes a line for people
     * @param over called when the call is over without {@link #leave}; on any thread, perhaps several times
     * @throws IOException when what is needed cannot be read
     * @throws CommandFailure when it fails at once
     */
    void join(VoiceListener listener, Consumer<String> tell, Runnable over) throws IOException, CommandFailure;

    /** What the main gateway said; null when nobody else needs to know. */
    @Nullable
    VoiceServerInfo info();

    /** The main gateway said something else; only where there is an {@link #info}. */
    void update(VoiceServerInfo next);

    /** Leaves and waits until that is done; does nothing when it has not joined, or is over. */
    void leave();

    /** Why the call ended in another way than by {@link #leave}, after that; null if it did not. */
    @Nullable
    CommandFailure lost();

    @Override
    void close();
}
