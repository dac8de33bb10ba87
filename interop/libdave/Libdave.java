import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * libdave's C API (its {@code dave.h}) from the natives that jdave publishes, without jdave's own classes: those bind neither rosters nor fingerprints.
 * Java 22 or later, Linux on x86-64. All calls come from one thread; natives are loaded when the class is first used.
 */
final class Libdave {
    private static final String NATIVES = "/natives/linux-x86-64/libdave.so";
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = load();
    private static final Map<String, MethodHandle> HANDLES = new HashMap<>();
    /** Older natives have none of their own. */
    private static final MethodHandle FREE = LINKER.downcallHandle(
            LIBRARY.find("daveFree").orElseGet(() -> LINKER.defaultLookup().findOrThrow("free")),
            FunctionDescriptor.ofVoid(ADDRESS));

    private static Consumer<String> log;

    static {
        run(
                "daveSetLogSinkCallback",
                upcall(
                        MethodHandles.lookup(),
                        "onLog",
                        MethodType.methodType(
                                void.class, int.class, MemorySegment.class, int.class, MemorySegment.class),
                        FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS)));
    }

    private Libdave() {}

    private static SymbolLookup load() {
        try (InputStream in = Libdave.class.getResourceAsStream(NATIVES)) {
            if (in == null) {
                throw new UnsatisfiedLinkError("no " + NATIVES + " on the class path");
            }
            Path folder = Files.createTempDirectory("libdave");
            Path copy = folder.resolve("libdave.so");
            folder.toFile().deleteOnExit();
            copy.toFile().deleteOnExit(); // in the reverse order
            Files.copy(in, copy);
            System.load(copy.toString()); // names what is missing, which a library lookup does not
            return SymbolLookup.loaderLookup();
        } catch (IOException e) {
            throw new UnsatisfiedLinkError(e.toString());
        }
    }

    /** Calls a function; its parameters' types follow from the arguments': addresses, booleans, shorts (uint16), ints and longs (uint64, size_t). */
    static Object call(MemoryLayout result, String name, Object... arguments) {
        MethodHandle handle = HANDLES.computeIfAbsent(name, each -> {
            MemoryLayout[] layouts = new MemoryLayout[arguments.length];
            for (int i = 0; i < layouts.length; i++) {
                layouts[i] = layout(arguments[i]);
            }
            FunctionDescriptor type =
                    result == null ? FunctionDescriptor.ofVoid(layouts) : FunctionDescriptor.of(result, layouts);
            return LINKER.downcallHandle(LIBRARY.findOrThrow(each), type)
                    .asSpreader(Object[].class, layouts.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        });
        try {
            return handle.invokeExact(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException(name, e);
        }
    }

    static void run(String name, Object... arguments) {
        call(null, name, arguments);
    }

    private static MemoryLayout layout(Object argument) {
        return argument instanceof MemorySegment
                ? ADDRESS
                : argument instanceof Boolean
                        ? JAVA_BOOLEAN
                        : argument instanceof Short ? JAVA_SHORT : argument instanceof Integer ? JAVA_INT : JAVA_LONG;
    }

    /** A function with two output parameters, of an array and its length: what it put there, as bytes; the C array is freed. */
    static byte[] bytes(Arena arena, int elementBytes, String name, Object... arguments) {
        MemorySegment array = arena.allocate(ADDRESS);
        MemorySegment length = arena.allocate(JAVA_LONG);
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = array;
        all[arguments.length + 1] = length;
        run(name, all);
        MemorySegment start = array.get(ADDRESS, 0);
        if (start.equals(MemorySegment.NULL)) {
            return new byte[0];
        }
        byte[] copy = start.reinterpret(length.get(JAVA_LONG, 0) * elementBytes).toArray(JAVA_BYTE);
        free(start);
        return copy;
    }

    private static void free(MemorySegment array) {
        try {
            FREE.invokeExact(array);
        } catch (Throwable e) {
            throw new IllegalStateException("free", e);
        }
    }

    /** A static method of the class that looks it up, as a C function. */
    static MemorySegment upcall(
            MethodHandles.Lookup lookup, String method, MethodType type, FunctionDescriptor descriptor) {
        try {
            MethodHandle handle = lookup.findStatic(lookup.lookupClass(), method, type);
            return LINKER.upcallStub(handle, descriptor, Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A function that is called too often for {@link #call}. */
    static MethodHandle handle(String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(LIBRARY.findOrThrow(name), type);
    }

    static int maxProtocolVersion() {
        return (short) call(JAVA_SHORT, "daveMaxSupportedProtocolVersion");
    }

    /** Sends what libdave logs, and it logs all it does, to a consumer rather than nowhere. */
    static void logTo(Consumer<String> consumer) {
        log = consumer;
    }

    private static void onLog(int severity, MemorySegment file, int line, MemorySegment message) {
        if (log != null) {
            log.accept(message.reinterpret(Long.MAX_VALUE).getString(0));
        }
    }
}
