package dev.acord.dave;

import com.google.gson.Gson;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * libdave, the C++ implementation, behind a Java process of its own: it needs a newer Java than ours, and its natives a newer glibc than some machines
 * have. Java is the command in the system property {@code acord.libdave.java} (words between spaces, so that a loader can come first), else the JDK in
 * {@code acord.jdk25}, else the one that runs the tests; the environment's {@code ACORD_LIBDAVE_JAVA} and {@code ACORD_JDK25} do the same. A test that
 * opens libdave where it cannot run is skipped and says what is missing.
 */
public final class LibdaveOracle extends Oracle {
    private static final int JAVA = 22; // the first with java.lang.foreign and programs of several source files
    private static final String NATIVES = "jdave/jdave-native-linux-x86-64.jar";
    private static final Pattern VERSION = Pattern.compile("^\\S+ (\\d+)");

    private LibdaveOracle(Process process) {
        super(process);
    }

    /** Starts Java with libdave. */
    public static LibdaveOracle open() {
        Path program = script("libdave/LibdaveOracle.java");
        Path natives = jarOf(LibdaveOracle.class).resolveSibling(NATIVES);
        if (!Files.exists(natives)) {
            throw skip("there is no " + natives + ", which Maven copies before it compiles tests");
        }
        List<String> command = new ArrayList<>(java());
        requireVersion(command);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(natives + File.pathSeparator + jarOf(Gson.class));
        command.add(program.toString());
        LibdaveOracle oracle = new LibdaveOracle(start(command));
        try {
            oracle.ask("hasLibdave");
        } catch (Refusal e) {
            oracle.close();
            throw skip("libdave does not load: " + e.getMessage());
        }
        return oracle;
    }

    private static List<String> java() {
        String command = setting("acord.libdave.java");
        if (command != null) {
            return List.of(command.strip().split("\\s+"));
        }
        String jdk = setting("acord.jdk25");
        return List.of(Path.of(jdk == null ? System.getProperty("java.home") : jdk, "bin", "java")
                .toString());
    }

    private static @Nullable String setting(String property) {
        String value = System.getProperty(property);
        String variable = property.toUpperCase(Locale.ROOT).replace('.', '_');
        return value == null || value.isBlank() ? System.getenv(variable) : value;
    }

    private static void requireVersion(List<String> java) {
        List<String> command = new ArrayList<>(java);
        command.add("--version");
        Process process = start(command);
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher version = VERSION.matcher(said);
            if (!version.find() || Integer.parseInt(version.group(1)) < JAVA) {
                throw skip("libdave needs Java " + JAVA + " or later, set acord.jdk25 or"
                        + " acord.libdave.java; " + String.join(" ", command) + " says: "
                        + said.lines().findFirst().orElse("nothing"));
            }
        } catch (IOException e) {
            throw skip(String.join(" ", command) + ": " + e.getMessage());
        }
    }

    /** Where a class comes from: a jar or a folder. */
    private static Path jarOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
