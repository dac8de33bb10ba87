package dev.acord.system;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A voice server without manners: what it says, and when, is up to the test. Without TLS. */
final class RawGateway implements AutoCloseable {
    static final int SSRC = 77;
    private static final int DISCOVERY_BYTES = 74;
    private static final int SMALL_BUFFER_BYTES = 8_192;
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listening = new ServerSocket();
    private final DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final CompletableFuture<SocketAddress> client = new CompletableFuture<>();
    private final byte[] key = new byte[32];
    private int nonce;

    RawGateway() throws IOException {
        listening.setReceiveBufferSize(SMALL_BUFFER_BYTES); // who is not read from notices it soon
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        Arrays.fill(key, (byte) 42);
        Thread thread = new Thread(this::discover, "raw-udp");
        thread.setDaemon(true);
        thread.start();
    }

    /** A client of this server that gives up at the first failure. */
    VoiceConnection connect(long user) {
        VoiceOptions options = VoiceOptions.builder()
                .connectTimeout(Duration.ofSeconds(30))
                .connectAttempts(1)
                .resumeAttempts(0)
                .build();
        String endpoint = "ws://127.0.0.1:" + listening.getLocalPort();
        VoiceConnection connection =
                VoiceConnection.create(new VoiceServerInfo(1, 2, user, "session", "token", endpoint), options);
        connection.connect();
        return connection;
    }

    Peer accept() throws IOException {
        return new Peer(listening.accept());
    }

    private void discover() {
        byte[] buffer = new byte[2_048];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                if (packet.getLength() == DISCOVERY_BYTES) {
                    client.complete(packet.getSocketAddress());
                    ByteBuffer answer = ByteBuffer.allocate(DISCOVERY_BYTES);
                    answer.putShort((short) 2).putShort((short) 70).putInt(SSRC);
                    answer.put("127.0.0.1".getBytes(StandardCharsets.US_ASCII));
                    answer.putShort(DISCOVERY_BYTES - 2, (short) packet.getPort());
                    udp.send(new DatagramPacket(answer.array(), DISCOVERY_BYTES, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                return; // closed: the test is over
            }
        }
    }

    SocketAddress client() {
        return client.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** An authentic packet of this source. */
    byte[] packet(int ssrc, int sequence, byte[] opus) throws GeneralSecurityException {
        ByteBuffer packet = ByteBuffer.allocate(12 + opus.length + 16 + 4);
        packet.put((byte) 0x80)
                .put((byte) 0x78)
                .putShort((short) sequence)
                .putInt(960 * sequence)
                .putInt(ssrc);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] iv = ByteBuffer.allocate(12).putInt(++nonce).array();
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
        cipher.updateAAD(packet.array(), 0, 12);
        packet.put(cipher.doFinal(opus)).putInt(nonce);
        return packet.array();
    }

    void send(byte[] datagram) throws IOException {
        udp.send(new DatagramPacket(datagram, datagram.length, client()));
    }

    @Override
    public void close() throws IOException {
        listening.close();
        udp.close();
    }

    /** One websocket, from the server's side. */
    final class Peer implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final DataOutputStream out;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
            String key = "";
            String line = line();
            while (!line.isEmpty()) {
                if (line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)) {
                    key = line.substring(18).strip();
                }
                line = line();
            }
            try {
                byte[] digest =
                        MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
                out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
            } catch (GeneralSecurityException e) {
                throw new IOException("every Java runtime has SHA-1", e);
            }
        }

        private String line() throws IOException {
            StringBuilder text = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                if (c != '\r') {
                    text.append((char) c);
                }
            }
            return text.toString();
        }

        /** Says hello and ready; returns once the client has chosen its protocol. */
        void untilSelected() throws IOException {
            text("{\"op\":8,\"d\":{\"heartbeat_interval\":60000}}");
            await(0);
            text("{\"op\":2,\"d\":{\"ssrc\":" + SSRC + ",\"ip\":\"127.0.0.1\",\"port\":" + udp.getLocalPort()
                    + ",\"modes\":[\"aead_aes256_gcm_rtpsize\"]}}");
            await(1);
        }

        /** The whole handshake; the connection is ready then. */
        void untilReady(VoiceConnection connection, int daveVersion) throws IOException {
            untilSelected();
            StringBuilder numbers = new StringBuilder();
            for (byte each : key) {
                numbers.append(numbers.length() == 0 ? "" : ",").append(each);
            }
            text("{\"op\":4,\"d\":{\"mode\":\"aead_aes256_gcm_rtpsize\",\"secret_key\":[" + numbers
                    + "],\"dave_protocol_version\":" + daveVersion + "}}");
            connection.awaitReady(Call.PATIENCE);
        }

        void text(String message) throws IOException {
            frame(1, message.getBytes(StandardCharsets.UTF_8));
        }

        /** A numbered binary message. */
        void binary(int opcode, byte[] payload) throws IOException {
            frame(
                    2,
                    ByteBuffer.allocate(3 + payload.length)
                            .putShort((short) 1)
                            .put((byte) opcode)
                            .put(payload)
                            .array());
        }

        private void frame(int kind, byte[] payload) throws IOException {
            out.write(0x80 | kind);
            if (payload.length < 126) {
                out.write(payload.length);
            } else if (payload.length < 1 << 16) {
                out.write(126);
                out.writeShort(payload.length);
            } else {
                out.write(127);
                out.writeLong(payload.length);
            }
            out.write(payload);
            out.flush();
        }

        /** Reads until a text message with this opcode comes. */
        JsonObject await(int opcode) throws IOException {
            while (true) {
                int kind = in.readUnsignedByte() & 0x0F;
                long length = in.readUnsignedByte() & 0x7F;
                length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
                byte[] mask = in.readNBytes(4);
                byte[] payload = in.readNBytes((int) length);
                for (int i = 0; i < payload.length; i++) {
                    payload[i] ^= mask[i % 4];
                }
                if (kind == 8) {
                    throw new IOException("the client closed the websocket");
                }
                if (kind == 1) {
                    JsonObject message = JsonParser.parseString(new String(payload, StandardCharsets.UTF_8))
                            .getAsJsonObject();
                    if (message.get("op").getAsInt() == opcode) {
                        return message;
                    }
                }
            }
        }

        /** From now on reads and forgets what the client says, on a thread of its own. */
        Peer listening() {
            Thread thread = new Thread(
                    () -> {
                        try {
                            in.transferTo(java.io.OutputStream.nullOutputStream());
                        } catch (IOException e) {
                            return; // closed
                        }
                    },
                    "raw-reader");
            thread.setDaemon(true);
            thread.start();
            return this;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
