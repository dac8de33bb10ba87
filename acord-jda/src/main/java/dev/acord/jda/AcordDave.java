package dev.acord.jda;

import dev.acord.dave.DaveIdentity;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import net.dv8tion.jda.api.audio.dave.DaveProtocolCallbacks;
import net.dv8tion.jda.api.audio.dave.DaveSession;
import net.dv8tion.jda.api.audio.dave.DaveSessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives a bot on JDA 6 end-to-end encryption (DAVE 1.1) in pure Java 17:
 *
 * <pre>{@code
 * builder.setAudioModuleConfig(new AudioModuleConfig().withDaveSessionFactory(new AcordDave()));
 * }</pre>
 *
 * <p>One factory serves all voice connections of a program. Immutable; all methods may be called from any thread.
 *
 * <p>Frames that a bot provides before its call has keys are replaced by silence: nothing ever leaves unencrypted in an encrypted call.
 * This also goes for a bot that is alone in its call, where there is nobody to hear it.
 */
public final class AcordDave implements DaveSessionFactory {
    private final DaveIdentity identity;
    private final Consumer<CallEpoch> epochListener;
    private final SecureRandom random;
    private final LongSupplier clockNs;

    /** Encryption with a new identity, which is gone with the program, and without a listener. */
    public AcordDave() {
        this(builder());
    }

    private AcordDave(Builder builder) {
        this(
                builder.identity == null ? DaveIdentity.generate() : builder.identity,
                builder.epochListener,
                new SecureRandom(),
                System::nanoTime);
    }

    /** For tests: with a random source and a clock of their own. */
    AcordDave(DaveIdentity identity, Consumer<CallEpoch> epochListener, SecureRandom random, LongSupplier clockNs) {
        this.identity = identity;
        this.epochListener = epochListener;
        this.random = random;
        this.clockNs = clockNs;
    }

    /**
     * Begins a choice of options.
     *
     * @return a builder without any
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Makes the encryption of one voice connection; JDA calls it.
     *
     * @param callbacks where messages to the voice gateway go
     * @param userId the bot's user id
     * @param channelId the voice channel's id, which names the encrypted group
     * @return a session for this connection; its methods may be called from any thread
     */
    @Override
    public DaveSession createDaveSession(DaveProtocolCallbacks callbacks, long userId, long channelId) {
        return new CallBridge(callbacks, userId, channelId, identity.keyPair(), epochListener, random, clockNs);
    }

    /**
     * The key pair by which others recognise the bot.
     *
     * @return what was set, or the one that was made for this factory
     */
    public DaveIdentity identity() {
        return identity;
    }

    /** Sets options; not thread safe. */
    public static final class Builder {
        private @Nullable DaveIdentity identity;
        private Consumer<CallEpoch> epochListener = epoch -> {};

        private Builder() {}

        /**
         * Sets the key pair by which others recognise the bot. One from a file ({@link DaveIdentity#loadOrCreate}) makes verification codes
         * outlast the program.
         *
         * @param keptIdentity the identity; a new one for each factory if it is not set
         * @return this
         */
        public Builder identity(DaveIdentity keptIdentity) {
            identity = keptIdentity;
            return this;
        }

        /**
         * Sets what is told about every epoch of every call, and when a call begins without, or drops, encryption. It is called in order for
         * each call, by the thread that reads JDA's voice websocket, and must not hold it up. What it throws is logged.
         *
         * @param listener the listener; it replaces the one before
         * @return this
         */
        public Builder onEpoch(Consumer<CallEpoch> listener) {
            epochListener = listener;
            return this;
        }

        /**
         * Makes the factory.
         *
         * @return a factory with these options
         */
        public AcordDave build() {
            return new AcordDave(this);
        }
    }
}
