package dev.acord.dave.vectors;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The working group's test vectors, used in place; a test skips with a message where they are absent. */
public final class Vectors {

    private static final Optional<Path> FOLDER = find();

    private Vectors() {}

    /** All cases of a file, such as "welcome". */
    public static List<JsonObject> load(String name) throws IOException {
        Assumptions.assumeTrue(
                FOLDER.isPresent(), "no vectors: set -Dacord.vectors to the folder that has mls/" + name + ".json");
        List<JsonObject> cases = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(FOLDER.orElseThrow().resolve(name + ".json"))) {
            JsonArray array = new Gson().fromJson(reader, JsonArray.class);
            array.forEach(element -> cases.add(element.getAsJsonObject()));
        }
        return cases;
    }

    /** A member in hexadecimal. */
    public static byte[] hex(JsonObject object, String name) {
        return hex(object.get(name));
    }

    /** A string in hexadecimal. */
    public static byte[] hex(JsonElement element) {
        return HexFormat.of().parseHex(element.getAsString());
    }

    /** An unsigned 32-bit or 64-bit member. */
    public static long number(JsonObject object, String name) {
        return object.get(name).getAsBigInteger().longValue();
    }

    /** Prints what was covered. */
    public static void report(String name, int passed, int notApplicable, String why) {
        System.out.println("vector " + name + ": " + passed + " passed, " + notApplicable + " not applicable"
                + (why.isEmpty() ? "" : " (" + why + ")"));
    }

    private static Optional<Path> find() {
        List<Path> candidates = new ArrayList<>();
        String property = System.getProperty("acord.vectors");
        if (property != null) {
            candidates.add(Path.of(property, "mls"));
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            candidates.add(folder.resolve("shared/vectors/mls"));
        }
        return candidates.stream().filter(Files::isDirectory).findFirst();
    }
}
