package dev.acord.sim.raw;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.voice.EncryptionMode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A voice client of java.net.http.WebSocket and DatagramSocket that says only what a test tells it to say. */
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_S = 30;

    public final VoiceTicket ticket;
    private final WebSocket socket;
    private final LinkedBlockingQueue<JsonObject> messages;
    private final LinkedBlockingQueue<byte[]> binaries;
    /** Opcodes 21, 22, 24 and all binary messages, in the order in which they came. */
    private final LinkedBlockingQueue<Object> dave = new LinkedBlockingQueue<>();

    private final CompletableFuture<Integer> closeCode;
    public final DatagramSocket udp;
    public volatile int lastSeq = -1;
    public int ssrc;
    public byte[] key = new byte[0];
    private @Nullable InetSocketAddress server;
    public @Nullable EncryptionMode mode;
    private @Nullable RawSender sender;

    private RawClient(VoiceTicket ticket, URI uri, VoiceServer server) throws Exception {
        this.ticket = ticket;
        this.messages = new LinkedBlockingQueue<>();
        this.binaries = new LinkedBlockingQueue<>();
        this.closeCode = new CompletableFuture<>();
        HttpClient.Builder http = HttpClient.newBuilder();
        if (uri.getScheme().equals("wss")) {
            http.sslContext(server.trustingContext());
        }
        this.udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        udp.setSoTimeout(PATIENCE_S * 1000);
        this.socket = http.build()
                .newWebSocketBuilder()
                .buildAsync(uri, new Listener())
                .get(PATIENCE_S, TimeUnit.SECONDS);
    }

    public static RawClient open(VoiceServer server, VoiceTicket ticket) throws Exception {
        return open(server, ticket, server.wsUri(8));
    }

    public static RawClient open(VoiceServer server, VoiceTicket ticket, URI uri) throws Exception {
        return new RawClient(ticket, uri, server);
    }

    /** Everything a good client does until it can send audio. */
    public static RawClient ready(VoiceServer server, VoiceTicket ticket, EncryptionMode mode) throws Exception {
        RawClient client = open(server, ticket);
        client.handshake(mode);
        return client;
    }

    public void handshake(EncryptionMode wanted) throws Exception {
        await(8);
        identify();
        await(2);
        InetSocketAddress seen = discover();
        selectProtocol(seen.getAddress().getHostAddress(), seen.getPort(), wanted.wireName());
        await(4);
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private ByteBuffer binary = ByteBuffer.allocate(0);

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonObject message = new com.google.gson.Gson().fromJson(text.toString(), JsonObject.class);
                text.setLength(0);
                if (message.has("seq")) {
                    lastSeq = message.get("seq").getAsInt();
                }
                messages.add(message);
                int opcode = message.get("op").getAsInt();
                if (opcode == 21 || opcode == 22 || opcode == 24) {
                    dave.add(message);
                }
            }
            ws.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket ws, ByteBuffer data, boolean last) {
            ByteBuffer more = ByteBuffer.allocate(binary.capacity() + data.remaining());
            more.put(binary.rewind()).put(data).flip();
            binary = more;
            if (last) {
                byte[] message = new byte[binary.remaining()];
                binary.get(message);
                lastSeq = ByteBuffer.wrap(message).getShort() & 0xFFFF;
                binaries.add(message);
                dave.add(message);
                binary = ByteBuffer.allocate(0);
            }
            ws.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket ws, int code, String reason) {
            closeCode.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket ws, Throwable error) {
            closeCode.complete(1006);
        }
    }

    public void send(String json) throws Exception {
        try {
            socket.sendText(json.replace('\'', '"'), true).get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof IOException)) {
                throw e;
            } // the server closed meanwhile: the test asks for the close code
        }
    }

    public void send(byte[] binary) throws Exception {
        socket.sendBinary(ByteBuffer.wrap(binary), true).get(PATIENCE_S, TimeUnit.SECONDS);
    }

    public void identify() throws Exception {
        identify(0);
    }

    public void identify(int dave) throws Exception {
        send("{'op':0,'d':{'server_id':'" + ticket.guildId() + "','user_id':'" + ticket.userId() + "','session_id':'"
                + ticket.sessionId() + "','token':'" + ticket.token() + "','max_dave_protocol_version':" + dave + "}}");
    }

    public void resume(int seqAck) throws Exception {
        send("{'op':7,'d':{'server_id':'" + ticket.guildId() + "','session_id':'" + ticket.sessionId() + "','token':'"
                + ticket.token() + "','seq_ack':" + seqAck + "}}");
    }

    public void selectProtocol(String address, int port, String wireName) throws Exception {
        send("{'op':1,'d':{'protocol':'udp','data':{'address':'" + address + "','port':" + port + ",'mode':'" + wireName
                + "'}}}");
    }

    public void speaking(int flags) throws Exception {
        send("{'op':5,'d':{'speaking':" + flags + ",'delay':0,'ssrc':" + Integer.toUnsignedString(ssrc) + "}}");
    }

    public void heartbeat(long t, int seqAck) throws Exception {
        send("{'op':3,'d':{'t':" + t + ",'seq_ack':" + seqAck + "}}");
    }

    /** Waits for a message with this opcode; those before it are skipped. */
    public JsonObject await(int opcode) throws Exception {
        while (true) {
            JsonObject message = messages.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (message == null) {
                throw new TimeoutException(
                        "no opcode " + opcode + (closeCode.isDone() ? ", closed " + closeCode.get() : ""));
            }
            note(message);
            if (message.get("op").getAsInt() == opcode) {
                return message;
            }
        }
    }

    private void note(JsonObject message) throws Exception {
        int opcode = message.get("op").getAsInt();
        if (opcode == 2) {
            JsonObject d = message.getAsJsonObject("d");
            ssrc = (int) d.get("ssrc").getAsLong();
            server = new InetSocketAddress(
                    d.get("ip").getAsString(), d.get("port").getAsInt());
        } else if (opcode == 4) {
            JsonObject d = message.getAsJsonObject("d");
            JsonArray numbers = d.getAsJsonArray("secret_key");
            key = new byte[numbers.size()];
            for (int i = 0; i < key.length; i++) {
                key[i] = (byte) numbers.get(i).getAsInt();
            }
            mode = EncryptionMode.ofWireName(d.get("mode").getAsString()).orElseThrow();
        }
    }

    /** The next message of DAVE: a JsonObject, or a byte[] with its number; empty when none comes for this long. */
    public Optional<Object> pollDave(int timeoutMs) throws InterruptedException {
        return Optional.ofNullable(dave.poll(timeoutMs, TimeUnit.MILLISECONDS));
    }

    public byte[] awaitBinary() throws Exception {
        return Objects.requireNonNull(binaries.poll(PATIENCE_S, TimeUnit.SECONDS), "no binary message");
    }

    /** The messages that have come and were not asked for. */
    public int unread() {
        return messages.size();
    }

    /**
     * Waits for the end of the websocket. Under load the JDK's client was seen not to report a connection that broke without a close frame;
     * so it is also asked: what cannot be sent any more is broken.
     */
    public int awaitClose() throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (System.nanoTime() < deadlineNs) {
            try {
                return closeCode.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                socket.sendPing(ByteBuffer.allocate(0)).whenComplete((sent, error) -> {
                    if (error != null) {
                        closeCode.complete(1006);
                    }
                });
            }
        }
        throw new TimeoutException("the websocket is still open");
    }

    public InetSocketAddress discover() throws Exception {
        udpSend(ByteBuffer.allocate(74)
                .putShort((short) 1)
                .putShort((short) 70)
                .putInt(ssrc)
                .array());
        byte[] answer = udpReceive();
        ByteBuffer b = ByteBuffer.wrap(answer);
        if (answer.length != 74 || b.getShort(0) != 2 || b.getShort(2) != 70 || b.getInt(4) != ssrc) {
            throw new IOException("no discovery response: " + Arrays.toString(answer));
        }
        String address = new String(answer, 8, 64, StandardCharsets.US_ASCII);
        return new InetSocketAddress(address.substring(0, address.indexOf(0)), b.getShort(72) & 0xFFFF);
    }

    public void udpSend(byte[] datagram) throws IOException {
        udp.send(new DatagramPacket(datagram, datagram.length, Objects.requireNonNull(server)));
    }

    public byte[] udpReceive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        udp.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    /** The next RTP packet, or null when none comes for this long. */
    public RawCrypto.@Nullable Packet receive(int timeoutMs) throws IOException {
        udp.setSoTimeout(timeoutMs);
        try {
            return RawCrypto.read(Objects.requireNonNull(mode), key, udpReceive());
        } catch (SocketTimeoutException e) {
            return null;
        } finally {
            udp.setSoTimeout(PATIENCE_S * 1000);
        }
    }

    public RawCrypto.Packet receive() throws IOException {
        return RawCrypto.read(Objects.requireNonNull(mode), key, udpReceive());
    }

    public RawSender sender() {
        RawSender made = sender;
        if (made == null) {
            made = new RawSender(Objects.requireNonNull(mode), key, ssrc);
            sender = made;
        }
        return made;
    }

    /** Sends frames back to back, correctly numbered. */
    public void play(int first, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            udpSend(sender().next(RawSender.frame(first + i)));
        }
    }

    public void silence() throws IOException {
        for (int i = 0; i < 5; i++) {
            udpSend(sender().next(RawSender.silence()));
        }
    }

    public void close(int code) throws Exception {
        socket.sendClose(code, "").get(PATIENCE_S, TimeUnit.SECONDS);
    }

    /** Breaks the connection off without a close frame. */
    public void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
        udp.close();
    }
}
