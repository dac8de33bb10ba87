package dev.acord.audio.opus.libopus;

import java.lang.ref.Cleaner;
import java.util.function.LongConsumer;

/** The memory of one encoder or decoder of libopus; freed once, by its owner or when the owner is garbage. */
final class NativeState {

    private static final Cleaner CLEANER = Cleaner.create();

    private final Cleaner.Cleanable cleanable;
    private final long pointer;
    private boolean freed;

    NativeState(Object owner, long pointer, LongConsumer destroy) {
        this.pointer = pointer;
        // must not refer to the owner, which would never become garbage then
        cleanable = CLEANER.register(owner, () -> destroy.accept(pointer));
    }

    /** Where it is; the owner must stay reachable while the pointer is used. */
    long pointer() {
        if (freed) {
            throw new IllegalStateException("It is closed");
        }
        return pointer;
    }

    void free() {
        freed = true;
        cleanable.clean();
    }
}
