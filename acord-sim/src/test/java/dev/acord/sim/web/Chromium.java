package dev.acord.sim.web;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A headless Chromium with one tab, driven over its DevTools protocol, which is JSON on a websocket. */
final class Chromium implements AutoCloseable {
    private static final long PATIENCE_S = 60;
    private static final Map<String, Integer> KEYS = Map.of("Tab", 9, "Enter", 13, "Space", 32, "ArrowRight", 39);

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
    private final List<String> problems = Collections.synchronizedList(new ArrayList<>());
    private int lastId;

    /** Starts one, or skips the test where there is none. */
    static Chromium start(String... more) throws Exception {
        String program = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
        assumeTrue(!program.isEmpty(), "skipped: install chromium to test the web page");
        return new Chromium(program, more);
    }

    private Chromium(String program, String... more) throws Exception {
        profile = Files.createTempDirectory("acord-chromium");
        List<String> command = new ArrayList<>(List.of(
                program,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--autoplay-policy=user-gesture-required",
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                "--remote-debugging-port=0",
                "--window-size=1280,1000",
                "--user-data-dir=" + profile));
        command.addAll(List.of(more));
        command.add("about:blank");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("log").toFile())
                .start();
        int port = port();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(pageSocket(port), new Answers())
                .get(PATIENCE_S, TimeUnit.SECONDS);
        for (String domain : new String[] {"Page", "Runtime", "Log"}) {
            call(domain + ".enable", new JsonObject());
        }
    }

    private int port() throws Exception {
        Path file = profile.resolve("DevToolsActivePort");
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (System.nanoTime() < deadlineNs && process.isAlive()) {
            if (Files.exists(file) && Files.readAllLines(file).size() > 1) {
                return Integer.parseInt(Files.readAllLines(file).get(0));
            }
            Thread.sleep(50);
        }
        throw new IOException("Chromium did not start: " + Files.readString(profile.resolve("log")));
    }

    private static URI pageSocket(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json"))
                .build();
        String list = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        for (JsonElement each : JsonParser.parseString(list).getAsJsonArray()) {
            if (each.getAsJsonObject().get("type").getAsString().equals("page")) {
                return URI.create(
                        each.getAsJsonObject().get("webSocketDebuggerUrl").getAsString());
            }
        }
        throw new IOException("Chromium has no tab: " + list);
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @org.jspecify.annotations.Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                handle(JsonParser.parseString(message.toString()).getAsJsonObject());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void handle(JsonObject it) {
            if (it.has("id")) {
                CompletableFuture<JsonObject> waiting =
                        answers.remove(it.get("id").getAsInt());
                if (waiting != null) {
                    waiting.complete(it);
                }
                return;
            }
            String method = it.get("method").getAsString();
            JsonObject params = it.getAsJsonObject("params");
            boolean problem = method.equals("Runtime.exceptionThrown")
                    || (method.equals("Runtime.consoleAPICalled")
                            && params.get("type").getAsString().equals("error"))
                    || (method.equals("Log.entryAdded")
                            && params.getAsJsonObject("entry")
                                    .get("level")
                                    .getAsString()
                                    .equals("error"));
            if (problem) {
                problems.add(params.toString());
            }
        }
    }

    private JsonObject call(String method, JsonObject params) throws Exception {
        JsonObject call = new JsonObject();
        int id = ++lastId;
        call.addProperty("id", id);
        call.addProperty("method", method);
        call.add("params", params);
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(call.toString(), true).get(PATIENCE_S, TimeUnit.SECONDS);
        JsonObject result = answer.get(PATIENCE_S, TimeUnit.SECONDS);
        if (result.has("error")) {
            throw new IOException(method + ": " + result.get("error"));
        }
        return result.getAsJsonObject("result");
    }

    void open(URI uri) throws Exception {
        JsonObject params = new JsonObject();
        params.addProperty("url", uri.toString());
        call("Page.navigate", params);
    }

    /** The value of an expression, promises awaited. */
    JsonElement run(String expression) throws Exception {
        JsonObject params = new JsonObject();
        params.addProperty("expression", expression);
        params.addProperty("awaitPromise", true);
        params.addProperty("returnByValue", true);
        params.addProperty("userGesture", false);
        JsonObject result = call("Runtime.evaluate", params);
        if (result.has("exceptionDetails")) {
            throw new IOException(expression + ": " + result.get("exceptionDetails"));
        }
        JsonObject value = result.getAsJsonObject("result");
        return value.has("value") ? value.get("value") : com.google.gson.JsonNull.INSTANCE;
    }

    String text(String selector) throws Exception {
        return run("document.querySelector(" + quoted(selector) + ")?.textContent ?? ''")
                .getAsString();
    }

    /** Waits until an expression's value is as it should be, and gives it back. */
    JsonElement await(String what, String expression, Predicate<JsonElement> wanted) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        JsonElement value;
        do {
            value = run(expression);
            if (wanted.test(value)) {
                return value;
            }
            Thread.sleep(100);
        } while (System.nanoTime() < deadlineNs);
        throw new AssertionError("not within a minute: " + what + "; it is " + value + ", page: "
                + run("document.body.innerText") + ", console: " + problems);
    }

    void awaitTrue(String what, String expression) throws Exception {
        await(
                what,
                "(() => { try { return !!(" + expression + "); } catch { return false; } })()",
                value -> value.getAsBoolean());
    }

    void keyDown(String code) throws Exception {
        key("keyDown", code);
    }

    void keyUp(String code) throws Exception {
        key("keyUp", code);
    }

    void press(String code) throws Exception {
        keyDown(code);
        keyUp(code);
    }

    private void key(String type, String code) throws Exception {
        JsonObject params = new JsonObject();
        params.addProperty("type", type);
        params.addProperty("code", code);
        params.addProperty("key", code.equals("Space") ? " " : code);
        params.addProperty("windowsVirtualKeyCode", KEYS.getOrDefault(code, 0));
        if (type.equals("keyDown") && (code.equals("Space") || code.equals("Enter"))) {
            params.addProperty("text", code.equals("Space") ? " " : "\r");
        }
        call("Input.dispatchKeyEvent", params);
    }

    /** Goes on with the tabulator key until a control has the focus. */
    void tabTo(String id) throws Exception {
        for (int i = 0; i < 60; i++) {
            if (run("document.activeElement.id").getAsString().equals(id)) {
                return;
            }
            press("Tab");
        }
        throw new AssertionError("the tabulator key does not reach " + id);
    }

    /** Sees colours as somebody who prefers dark ones, or light ones. */
    void prefer(String scheme) throws Exception {
        JsonObject params = JsonParser.parseString(
                        "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + scheme + "\"}]}")
                .getAsJsonObject();
        call("Emulation.setEmulatedMedia", params);
    }

    void screenshot(Path file) throws Exception {
        JsonObject params = new JsonObject();
        params.addProperty("captureBeyondViewport", true);
        byte[] png = Base64.getDecoder()
                .decode(call("Page.captureScreenshot", params).get("data").getAsString());
        Files.write(file, png);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    private static String quoted(String text) {
        return new com.google.gson.JsonPrimitive(text).toString();
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.onExit().orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
        for (int i = 0; i < 50 && !isDeleted(); i++) { // a dying process may write one more file
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private boolean isDeleted() {
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false; // it is in the folder for temporary files anyway
        }
    }
}
