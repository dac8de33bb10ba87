package dev.acord.system;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Everything in this project's objects that could be a key: all byte arrays of 16 to 64 bytes that can be reached from some roots, whatever
 * they are for. Transport keys, private keys, secrets of the group and of its senders all have such a size.
 */
final class Secrets {
    private static final int MIN_BYTES = 16;
    private static final int MAX_BYTES = 64;
    /** What is looked for is the beginning, so that a cut secret is found too; 12 bytes are whole in base64. */
    private static final int PREFIX_BYTES = 12;

    private static final int MAX_OBJECTS = 2_000_000;
    private final Set<ByteBuffer> found = new LinkedHashSet<>();

    /** Adds what can be reached from here now. */
    Set<ByteBuffer> collect(Object... roots) {
        Set<ByteBuffer> reached = new LinkedHashSet<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        ArrayDeque<Object> waiting = new ArrayDeque<>(Arrays.asList(roots));
        while (!waiting.isEmpty() && seen.size() < MAX_OBJECTS) {
            Object next = waiting.pop();
            if (!seen.add(next)) {
                continue;
            }
            if (next instanceof byte[] bytes) {
                if (isCandidate(bytes)) {
                    reached.add(ByteBuffer.wrap(bytes.clone()));
                }
            } else {
                for (Object part : parts(next)) {
                    if (part != null) {
                        waiting.push(part);
                    }
                }
            }
        }
        found.addAll(reached);
        return reached;
    }

    Set<ByteBuffer> all() {
        return found;
    }

    private static boolean isCandidate(byte[] bytes) {
        if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
            return false;
        }
        Set<Byte> distinct = new LinkedHashSet<>();
        for (int i = 0; i < PREFIX_BYTES; i++) {
            distinct.add(bytes[i]);
        }
        return distinct.size() >= 6; // not an empty buffer
    }

    private static List<?> parts(Object object) {
        if (object instanceof java.security.Key key) {
            return one(key.getEncoded());
        } else if (object instanceof Collection<?> collection) {
            return copy(collection);
        } else if (object instanceof Map<?, ?> map) {
            List<Object> both = new ArrayList<>(copy(map.keySet()));
            both.addAll(copy(map.values()));
            return both;
        } else if (object instanceof AtomicReference<?> reference) {
            return one(reference.get());
        } else if (object instanceof Optional<?> optional) {
            return one(optional.orElse(null));
        } else if (object instanceof Object[] array) {
            return new ArrayList<>(Arrays.asList(array));
        }
        return fields(object);
    }

    private static List<Object> one(Object part) {
        List<Object> list = new ArrayList<>();
        list.add(part);
        return list;
    }

    private static List<Object> copy(Collection<?> collection) {
        for (int i = 0; i < 100; i++) {
            try {
                return new ArrayList<>(collection);
            } catch (ConcurrentModificationException | ArrayIndexOutOfBoundsException e) {
                Thread.onSpinWait(); // its owner is at work; the next copy may be whole
            }
        }
        return new ArrayList<>();
    }

    private static List<Object> fields(Object object) {
        List<Object> values = new ArrayList<>();
        for (Class<?> type = object.getClass();
                type != null && type.getName().startsWith("dev.acord.");
                type = type.getSuperclass()) {
            if (type.getSimpleName().equals("ReceivedPacket")
                    || type.getSimpleName().equals("VoiceFrame")) {
                return new ArrayList<>(); // what was heard, not a key
            }
            for (Field field : type.getDeclaredFields()) {
                if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
                    try {
                        field.setAccessible(true);
                        values.add(field.get(object));
                    } catch (IllegalAccessException e) {
                        throw new AssertionError("field " + field + " was made accessible", e);
                    }
                }
            }
        }
        return values;
    }

    /** Which of them, or of these words, a text shows. */
    List<String> shownBy(String text, Collection<String> words) {
        List<String> shown = new ArrayList<>();
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        String dense = text.replace(" ", "");
        for (ByteBuffer secret : found) {
            byte[] prefix = new byte[PREFIX_BYTES];
            secret.get(0, prefix);
            String hex = HexFormat.of().formatHex(prefix);
            if (lower.contains(hex)
                    || lower.contains(HexFormat.ofDelimiter(":").formatHex(prefix))
                    || lower.contains(HexFormat.ofDelimiter(" ").formatHex(prefix))
                    || text.contains(Base64.getEncoder().encodeToString(prefix))
                    || text.contains(Base64.getUrlEncoder().encodeToString(prefix))
                    || dense.contains(list(prefix, 0xFF))
                    || dense.contains(list(prefix, -1))) {
                shown.add(secret.capacity() + " bytes " + hex + "...");
            }
        }
        words.stream().filter(text::contains).forEach(shown::add);
        return shown;
    }

    /** As in JSON, and as {@code Arrays.toString} has it, both without blanks. */
    private static String list(byte[] bytes, int mask) {
        StringJoiner numbers = new StringJoiner(",");
        for (int i = 0; i < bytes.length; i++) {
            numbers.add(String.valueOf(bytes[i] & mask));
        }
        return numbers.toString();
    }
}
