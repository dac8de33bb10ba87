import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Answers questions about sessions and frames with libdave, many sessions in one process, each under a name that the caller chooses. One JSON object a
 * line on standard input, one answer a line on standard output; bytes are hexadecimal. The questions are those of interop/node/sessions.mjs where
 * libdave does the same; its keys for media are set apart from its groups.
 */
final class LibdaveOracle {
    private static final HexFormat HEX = HexFormat.of();
    private static final Gson GSON = new Gson();
    private static final String EPOCH = "current epoch is ";

    private final Map<String, Client> clients = new HashMap<>();
    /** What libdave has said since the question came. */
    private final List<String> log = new ArrayList<>();

    /** A session with what its media go through. */
    private static final class Client {
        final String user;
        final long channel;
        final LibdaveSession session = new LibdaveSession();
        final LibdaveEncryptor sending = new LibdaveEncryptor();
        final Map<String, LibdaveDecryptor> receiving = new HashMap<>();
        String epoch = "";

        Client(String user, long channel) {
            this.user = user;
            this.channel = channel;
        }

        void close() {
            sending.close();
            receiving.values().forEach(LibdaveDecryptor::close);
            session.close();
        }
    }

    public static void main(String[] args) throws IOException {
        new LibdaveOracle().answerAll();
    }

    private void answerAll() throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = in.readLine()) != null; ) {
            JsonObject answer = new JsonObject();
            log.clear();
            try {
                answer.addProperty("answer", answer(GSON.fromJson(line, JsonObject.class)));
            } catch (RuntimeException | LinkageError e) {
                answer.addProperty("error", e + reason());
            }
            out.println(GSON.toJson(answer));
        }
    }

    private String answer(JsonObject question) {
        String ask = text(question, "ask");
        switch (ask) {
            case "hasLibdave":
                Libdave.logTo(log::add);
                return Integer.toString(Libdave.maxProtocolVersion());
            case "create":
                clients.put(
                        text(question, "session"),
                        new Client(text(question, "user"), Long.parseUnsignedLong(text(question, "channel"))));
                return "";
            case "forget":
                Client gone = clients.remove(text(question, "session"));
                if (gone != null) {
                    gone.close();
                }
                return "";
            default:
                Client client = clients.get(text(question, "session"));
                if (client == null) {
                    throw new IllegalArgumentException("no session " + text(question, "session"));
                }
                return answer(client, ask, question);
        }
    }

    private String answer(Client client, String ask, JsonObject question) {
        switch (ask) {
            case "reinit":
                client.session.init(question.get("version").getAsInt(), client.channel, client.user);
                return "";
            case "reset":
                client.session.reset();
                return "";
            case "externalSender":
                client.session.setExternalSender(bytes(question, "sender"));
                return "";
            case "keyPackage":
                return HEX.formatHex(client.session.keyPackage());
            case "proposals":
                byte[] list = bytes(question, "proposals");
                byte[] message = new byte[1 + list.length];
                message[0] = question.get("operation").getAsByte();
                System.arraycopy(list, 0, message, 1, list.length);
                return HEX.formatHex(client.session.processProposals(message, users(question)));
            case "commit":
                return commit(client, bytes(question, "commit"));
            case "welcome":
                if (!client.session.processWelcome(bytes(question, "welcome"), users(question))) {
                    throw new IllegalStateException("the welcome failed");
                }
                client.epoch = epochSaid();
                return "";
            case "state":
                return state(client);
            case "verificationCode":
                return digits(client.session.pairwiseFingerprint(text(question, "user")), 45);
            case "receive":
                receive(client, users(question), question.get("version").getAsInt());
                return "";
            case "receiveNoMore":
                LibdaveDecryptor gone = client.receiving.remove(text(question, "user"));
                if (gone != null) {
                    gone.close();
                }
                return "";
            case "send":
                boolean plain =
                        question.get("version").getAsInt() == 0 || !client.sending.ratchet(client.session, client.user);
                client.sending.passthrough(plain);
                return "";
            case "encrypt":
                byte[] sent = client.sending.encrypt(bytes(question, "frame"));
                return sent == null ? "!" : HEX.formatHex(sent);
            case "decrypt":
                return Arrays.stream(text(question, "frames").split(","))
                        .map(entry -> decrypt(client, entry))
                        .collect(Collectors.joining(","));
            default:
                throw new IllegalArgumentException("no question " + ask);
        }
    }

    /** "entered" or "ignored". */
    private String commit(Client client, byte[] commit) {
        switch (client.session.processCommit(commit)) {
            case ENTERED:
                client.epoch = epochSaid();
                return "entered";
            case IGNORED:
                return "ignored";
            default:
                throw new IllegalStateException("the commit failed");
        }
    }

    /** libdave tells the epoch's number to its log only. */
    private String epochSaid() {
        return log.stream()
                .filter(line -> line.contains(EPOCH))
                .map(line ->
                        line.substring(line.indexOf(EPOCH) + EPOCH.length()).strip())
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    private String reason() {
        return log.stream()
                .filter(line -> line.startsWith("Failed") || line.startsWith("Cannot"))
                .map(line -> ": " + line.strip())
                .collect(Collectors.joining());
    }

    /** Epoch, privacy code, members; the first two are empty while there is no group. */
    private static String state(Client client) {
        byte[] authenticator = client.session.epochAuthenticator();
        if (authenticator.length == 0) {
            return "||";
        }
        String members =
                client.session.members().stream().map(Long::toUnsignedString).collect(Collectors.joining(","));
        return client.epoch + "|" + digits(authenticator, 30) + "|" + members;
    }

    /** The displayable code: each five bytes, as one number, give five digits. */
    private static String digits(byte[] data, int length) {
        StringBuilder code = new StringBuilder();
        for (int at = 0; code.length() < length; at += 5) {
            long number = 0;
            for (int i = 0; i < 5; i++) {
                number = number << 8 | data[at + i] & 0xFF;
            }
            code.append(String.format("%05d", number % 100_000));
        }
        return code.toString();
    }

    /** The users' keys of this epoch, beside their old ones for a while; or plain frames, beside encrypted ones. */
    private static void receive(Client client, List<String> users, int version) {
        for (String user : users) {
            LibdaveDecryptor decryptor = client.receiving.computeIfAbsent(user, each -> new LibdaveDecryptor());
            if (version != 0) {
                decryptor.ratchet(client.session, user);
            }
            decryptor.passthrough(version == 0);
        }
    }

    /** A frame is "user:hex"; the media in hexadecimal, or "!" where it was refused. */
    private static String decrypt(Client client, String entry) {
        int colon = entry.indexOf(':');
        LibdaveDecryptor decryptor = client.receiving.get(entry.substring(0, colon));
        byte[] media = decryptor == null ? null : decryptor.decrypt(HEX.parseHex(entry.substring(colon + 1)));
        return media == null ? "!" : HEX.formatHex(media);
    }

    private static String text(JsonObject question, String name) {
        return question.get(name).getAsString();
    }

    private static byte[] bytes(JsonObject question, String name) {
        return HEX.parseHex(text(question, name));
    }

    private static List<String> users(JsonObject question) {
        String users = text(question, "users");
        return users.isEmpty() ? List.of() : List.of(users.split(","));
    }
}
