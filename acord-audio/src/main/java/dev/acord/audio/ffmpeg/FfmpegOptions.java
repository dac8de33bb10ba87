package dev.acord.audio.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How ffmpeg is called. Immutable and thread safe; {@link #defaults()} suits most.
 *
 * <p>Arguments go to the program as they are, one string each: there is no shell, no splitting at spaces and no quoting.
 *
 * <p>ffmpeg opens whatever protocol a URL names, including addresses inside your network and lists that name further files. When URLs
 * come from people you do not trust, restrict it: {@code inputArguments("-protocol_whitelist", "http,https,tcp,tls,crypto")}.
 */
public final class FfmpegOptions {

    private static final FfmpegOptions DEFAULTS = builder().build();

    /** Arguments before the input that only ffmpeg knows, not ffprobe. */
    private static final Set<String> PLAYING = Set.of("-re", "-accurate_seek", "-noaccurate_seek");

    private static final Set<String> PLAYING_WITH_VALUE = Set.of(
            "-ss",
            "-sseof",
            "-t",
            "-to",
            "-readrate",
            "-stream_loop",
            "-itsoffset",
            "-itsscale",
            "-seek_timestamp",
            "-thread_queue_size");

    private final @Nullable String executable;
    private final List<String> inputArguments;
    private final List<String> outputArguments;
    private final Duration startOffset;
    private final Duration readDeadline;
    private final boolean reconnect;

    private FfmpegOptions(Builder builder) {
        executable = builder.executable;
        inputArguments = List.copyOf(builder.inputArguments);
        outputArguments = List.copyOf(builder.outputArguments);
        startOffset = builder.startOffset;
        readDeadline = builder.readDeadline;
        reconnect = builder.reconnect;
    }

    /**
     * The options that need no thought: ffmpeg from {@link FfmpegExecutable}, from the start, no arguments, 30 s to wait for data, lost
     * connections to web servers made again.
     *
     * @return the defaults
     */
    public static FfmpegOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts from these options.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.executable = executable;
        builder.inputArguments = inputArguments;
        builder.outputArguments = outputArguments;
        builder.startOffset = startOffset;
        builder.readDeadline = readDeadline;
        builder.reconnect = reconnect;
        return builder;
    }

    /**
     * The program.
     *
     * @return a path, a name, or {@code null} for what {@link FfmpegExecutable#find()} finds
     */
    public @Nullable String executable() {
        return executable;
    }

    /**
     * Arguments before {@code -i}.
     *
     * @return unmodifiable
     */
    public List<String> inputArguments() {
        return inputArguments;
    }

    /**
     * Arguments after the input.
     *
     * @return unmodifiable
     */
    public List<String> outputArguments() {
        return outputArguments;
    }

    /**
     * Where in the input the audio begins.
     *
     * @return 0 or more
     */
    public Duration startOffset() {
        return startOffset;
    }

    /**
     * How long a read waits for data.
     *
     * @return more than 0
     */
    public Duration readDeadline() {
        return readDeadline;
    }

    /**
     * Whether a lost connection to a web server is made again.
     *
     * @return {@code true} unless set otherwise
     */
    public boolean reconnect() {
        return reconnect;
    }

    /**
     * The whole command line. The form of the output comes last, so that no other argument can change it.
     *
     * @param program the ffmpeg program
     * @param input what follows {@code -i}, already safe
     * @param throughStdin whether the input comes through standard input
     */
    List<String> commandLine(Path program, String input, boolean throughStdin) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of("-hide_banner", "-nostats", "-loglevel", "error"));
        if (!throughStdin) {
            command.add("-nostdin");
        }
        if (!startOffset.isZero()) {
            command.add("-ss");
            command.add(startOffset.toSeconds() + "."
                    + String.format(Locale.ROOT, "%06d", startOffset.toNanosPart() / 1000));
        }
        command.addAll(inputSide(input, inputArguments));
        command.addAll(List.of("-vn", "-sn", "-dn"));
        command.addAll(outputArguments);
        command.addAll(List.of("-f", "s16le", "-c:a", "pcm_s16le", "-ar", "48000", "-ac", "2", "pipe:1"));
        return command;
    }

    /** What concerns the input, in the form that ffprobe understands: without what only makes sense for playing. */
    List<String> inputSide(String input) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < inputArguments.size(); i++) {
            String argument = inputArguments.get(i);
            if (PLAYING_WITH_VALUE.contains(argument)) {
                i++;
            } else if (!PLAYING.contains(argument)) {
                arguments.add(argument);
            }
        }
        return inputSide(input, arguments);
    }

    private List<String> inputSide(String input, List<String> arguments) {
        List<String> side = new ArrayList<>();
        if (reconnect
                && (input.regionMatches(true, 0, "http:", 0, 5) || input.regionMatches(true, 0, "https:", 0, 6))) {
            // a server that closes the connection early is not the end of the audio; 5 s is the longest pause before
            // trying again
            side.addAll(List.of("-reconnect", "1", "-reconnect_streamed", "1", "-reconnect_delay_max", "5"));
        }
        side.addAll(arguments);
        side.add("-i");
        side.add(input);
        return side;
    }

    /** Collects options. Not thread safe. */
    public static final class Builder {

        private @Nullable String executable;
        private List<String> inputArguments = List.of();
        private List<String> outputArguments = List.of();
        private Duration startOffset = Duration.ZERO;
        private Duration readDeadline = Duration.ofSeconds(30);
        private boolean reconnect = true;

        private Builder() {}

        /**
         * Names the program.
         *
         * @param executable a path, or a name to look for in {@code PATH}; {@code null} for what {@link FfmpegExecutable#find()} finds
         * @return this
         */
        public Builder executable(@Nullable String executable) {
            this.executable = executable;
            return this;
        }

        /**
         * Sets arguments that concern the input, such as {@code "-re"} or {@code "-f", "s16le"}; they go before {@code -i}.
         *
         * @param arguments one string for each argument
         * @return this
         */
        public Builder inputArguments(String... arguments) {
            inputArguments = List.of(arguments);
            return this;
        }

        /**
         * Sets arguments that concern the output, such as {@code "-af", "volume=0.5"}; they go after the input.
         *
         * @param arguments one string for each argument
         * @return this
         */
        public Builder outputArguments(String... arguments) {
            outputArguments = List.of(arguments);
            return this;
        }

        /**
         * Begins later than at the start of the input ({@code -ss}).
         *
         * @param startOffset 0 or more, used to the microsecond
         * @return this
         * @throws IllegalArgumentException when negative
         */
        public Builder startOffset(Duration startOffset) {
            if (startOffset.isNegative()) {
                throw new IllegalArgumentException("the start offset is 0 or more, not " + startOffset);
            }
            this.startOffset = startOffset;
            return this;
        }

        /**
         * Sets how long a read waits without any data before it fails. Live inputs that pause need more than the default.
         *
         * @param readDeadline more than 0, at most 365 days; 30 s unless set
         * @return this
         * @throws IllegalArgumentException when out of this range
         */
        public Builder readDeadline(Duration readDeadline) {
            if (readDeadline.isNegative()
                    || readDeadline.isZero()
                    || readDeadline.compareTo(Duration.ofDays(365)) > 0) {
                throw new IllegalArgumentException(
                        "the read deadline is over 0 and at most 365 days, not " + readDeadline);
            }
            this.readDeadline = readDeadline;
            return this;
        }

        /**
         * Sets whether ffmpeg connects again when the connection to a web server ({@code http:}, {@code https:}) is lost, as long as each
         * attempt begins within 5 s. {@link #inputArguments} can say it in more detail, and count more.
         *
         * @param reconnect {@code true} unless set
         * @return this
         */
        public Builder reconnect(boolean reconnect) {
            this.reconnect = reconnect;
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         */
        public FfmpegOptions build() {
            return new FfmpegOptions(this);
        }
    }
}
