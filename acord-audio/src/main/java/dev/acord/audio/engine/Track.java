package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.EncodedSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Something to play in an {@link AudioQueue}: what it is called, and how to open it. Immutable. Opening happens when its turn comes near,
 * and again for every repetition.
 */
public final class Track {

    /** Opens a track's packets. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens the track at its beginning.
         *
         * @return a new source; the queue closes it. Of what {@link AudioSources#encode} made, the queue takes the samples and encodes them
         *     itself
         * @throws IOException when it cannot be opened; the message says why
         */
        AudioSource open() throws IOException;
    }

    /** Opens a track's samples. */
    @FunctionalInterface
    public interface PcmOpener {
        /**
         * Opens the track at its beginning.
         *
         * @return a new source; the queue closes it
         * @throws IOException when it cannot be opened; the message says why
         */
        PcmSource open() throws IOException;
    }

    private final String title;
    private final Map<String, String> metadata;
    private final @Nullable Opener opener;
    private final @Nullable PcmOpener pcmOpener;

    private Track(String title, Map<String, String> metadata, @Nullable Opener opener, @Nullable PcmOpener pcmOpener) {
        this.title = title;
        this.metadata = metadata;
        this.opener = opener;
        this.pcmOpener = pcmOpener;
    }

    /**
     * A track of packets.
     *
     * @param title what to call it
     * @param opener opens it
     * @return the track
     */
    public static Track of(String title, Opener opener) {
        return new Track(title, Map.of(), opener, null);
    }

    /**
     * A track of samples.
     *
     * @param title what to call it
     * @param opener opens it
     * @return the track
     */
    public static Track ofPcm(String title, PcmOpener opener) {
        return new Track(title, Map.of(), null, opener);
    }

    /**
     * A file of any kind, as of {@link AudioSources#open(Path)}.
     *
     * @param file the file; whether there is one is found out when it is opened
     * @return the track, called like the file
     */
    public static Track of(Path file) {
        return of(Objects.toString(file.getFileName(), file.toString()), () -> AudioSources.open(file));
    }

    /**
     * This track with something to know about it.
     *
     * @param metadata whatever the program wants to know of it later, such as who asked for it
     * @return a new track
     */
    public Track withMetadata(Map<String, String> metadata) {
        return new Track(title, Map.copyOf(metadata), opener, pcmOpener);
    }

    /**
     * What it is called.
     *
     * @return the title
     */
    public String title() {
        return title;
    }

    /**
     * What the program wanted to know about it.
     *
     * @return an immutable map; empty unless {@link #withMetadata} was used
     */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * Opens the track.
     *
     * @param workers read it ahead; {@code null} to have it read when it is needed
     */
    Deck open(@Nullable Executor workers) throws IOException {
        if (pcmOpener != null) {
            return deck(pcmOpener.open(), workers);
        }
        AudioSource source = Objects.requireNonNull(opener).open();
        if (source instanceof EncodedSource) {
            return deck(AudioSources.decode(source), workers);
        }
        if (workers == null || source.immediate()) {
            return new Deck(this, new ReplaySource(source));
        }
        ReadAheadPackets ahead = new ReadAheadPackets(source, workers);
        ahead.start();
        return new Deck(this, new ReplaySource(ahead));
    }

    private Deck deck(PcmSource pcm, @Nullable Executor workers) {
        if (workers == null) {
            return new Deck(this, pcm);
        }
        ReadAheadPcm ahead = new ReadAheadPcm(pcm, workers);
        ahead.start();
        return new Deck(this, ahead);
    }

    /** The title. */
    @Override
    public String toString() {
        return title;
    }
}
