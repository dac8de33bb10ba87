package dev.acord.audio.opus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the Opus implementations there are, tests each once, and picks the best: the highest {@link OpusProvider#priority()} among those
 * that work, or the one that the system property {@code acord.opus} names. All methods may be called from any thread.
 */
public final class OpusProviders {

    /** The system property that names the provider to use. */
    public static final String PROPERTY = "acord.opus";

    private static final Logger LOG = LoggerFactory.getLogger(OpusProviders.class);

    private OpusProviders() {}

    /**
     * The provider in use. The first call loads and tests providers, which may take some hundred milliseconds.
     *
     * @return the provider
     * @throws IllegalStateException if none works, or the one that {@value #PROPERTY} names does not; the message says why
     */
    public static OpusProvider active() {
        Object active = Active.CHOICE;
        if (active instanceof OpusProvider provider) {
            return provider;
        }
        throw new IllegalStateException((String) active);
    }

    /**
     * All providers that are found, best first, whether they work or not.
     *
     * @return new instances
     */
    public static List<OpusProvider> found() {
        return load(new ArrayList<>());
    }

    /**
     * Tests a provider with a round trip of known audio.
     *
     * @param provider the provider
     * @return what is wrong with it, or empty if it works
     */
    public static Optional<String> selfTest(OpusProvider provider) {
        return OpusSelfTest.failure(provider);
    }

    /** Picks from the providers in their order; gives a provider, or a message that says why there is none. */
    static Object choose(List<OpusProvider> providers, List<String> failures, @Nullable String wanted) {
        for (OpusProvider provider : providers) {
            if (wanted != null && !wanted.equals(provider.name())) {
                continue;
            }
            Optional<String> failure = selfTest(provider);
            if (failure.isEmpty()) {
                if (failures.isEmpty()) {
                    LOG.debug("Opus provider: {}", provider.name());
                } else {
                    LOG.warn(
                            "Opus provider: {}, because a better one does not work: {}",
                            provider.name(),
                            reasons(failures));
                }
                return provider;
            }
            failures.add(provider.name() + ": " + failure.get());
        }
        String which = wanted == null
                ? "No Opus provider works"
                : "Opus provider \"" + wanted + "\" (-D" + PROPERTY + ") cannot be used";
        return which + (failures.isEmpty() ? ": none was found" : ": " + reasons(failures));
    }

    private static String reasons(List<String> failures) {
        return String.join("; ", failures);
    }

    private static List<OpusProvider> load(List<String> failures) {
        List<OpusProvider> providers = new ArrayList<>();
        // the loader of this class, not the thread's: the choice is made once for everybody
        Iterator<OpusProvider> found = ServiceLoader.load(OpusProvider.class, OpusProvider.class.getClassLoader())
                .iterator();
        // hasNext may throw for a broken entry and go on behind it; the limit is against an iterator that never gets
        // past one
        for (int tries = 0; tries < 100; tries++) {
            try {
                if (!found.hasNext()) {
                    break;
                }
                providers.add(found.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                LOG.debug("An Opus provider could not be loaded", e);
                failures.add(e.toString());
            }
        }
        providers.sort(Comparator.comparingInt(OpusProvider::priority).reversed());
        return providers;
    }

    private static final class Active {
        static final Object CHOICE;

        static {
            List<String> failures = new ArrayList<>();
            CHOICE = choose(load(failures), failures, System.getProperty(PROPERTY));
        }
    }
}
