package dev.acord.sim.dave;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.raw.RawClient;
import dev.acord.voice.EncryptionMode;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A raw member behind a raw client, on a thread of its own. */
final class Participant {
    static final long CHANNEL = 2;

    final RawClient client;
    final RawMember member;
    private final Thread thread;
    private final AtomicBoolean stopped = new AtomicBoolean();

    Participant(VoiceServer server, long user, int dave) throws Exception {
        client = RawClient.open(server, server.join(1, CHANNEL, user));
        client.await(8);
        client.identify(dave);
        client.await(2);
        InetSocketAddress seen = client.discover();
        client.selectProtocol(seen.getAddress().getHostAddress(), seen.getPort(), EncryptionMode.AES256_GCM.wireName());
        int version = client.await(4)
                .getAsJsonObject("d")
                .get("dave_protocol_version")
                .getAsInt();
        member = new RawMember(user, dave, GroupAuthority.identity(CHANNEL), new SecureRandom());
        member.describe(version);
        thread = new Thread(this::run, "user-" + user);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!stopped.get()) {
                client.pollDave(20).ifPresent(message -> {
                    member.inbox.add(message(message));
                    member.read();
                });
                while (!member.outbox.isEmpty()) {
                    say(member.outbox.remove());
                }
            }
        } catch (Exception e) {
            member.errors.add(e.toString());
        }
    }

    private static RawMember.Message message(Object received) {
        if (received instanceof JsonObject json) {
            return new RawMember.Message(json.get("op").getAsInt(), json.getAsJsonObject("d"), new byte[0]);
        }
        byte[] binary = (byte[]) received;
        return new RawMember.Message(binary[2], null, Arrays.copyOfRange(binary, 3, binary.length));
    }

    private void say(RawMember.Message message) throws Exception {
        JsonObject json = message.json;
        if (json != null) {
            client.send("{'op':" + message.opcode + ",'d':" + json + "}");
        } else {
            client.send(ByteBuffer.allocate(1 + message.payload.length)
                    .put((byte) message.opcode)
                    .put(message.payload)
                    .array());
        }
    }

    void leave() throws Exception {
        stopped.set(true);
        thread.join();
        client.close(1000);
    }

    void stop() throws Exception {
        stopped.set(true);
        thread.join();
        client.close();
        assertEquals(List.of(), member.errors);
    }
}
