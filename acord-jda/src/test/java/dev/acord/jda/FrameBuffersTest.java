package dev.acord.jda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import net.dv8tion.jda.api.audio.dave.DaveSession.MediaType;
import net.dv8tion.jda.internal.audio.AudioEncryption;
import net.dv8tion.jda.internal.audio.CryptoAdapter;
import net.dv8tion.jda.internal.utils.ResizingByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single frames: how buffers are left, and what other servers and clients wrap around frames. */
class FrameBuffersTest {
    private static final long SEED = 42;
    private static final int SSRC = 5;

    private final TestGateway gateway = new TestGateway(SEED);
    private final Tune tune = new Tune(SEED);
    private final JdaMember alice = new JdaMember(gateway, 1);
    private final JdaMember bob = new JdaMember(gateway, 2);

    @BeforeEach
    void bothAreInTheCall() {
        gateway.join(alice, bob);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOutputIsFlippedAndTheInputConsumed(boolean direct) {
        byte[] opus = tune.next();
        ByteBuffer frame = buffer(direct, opus.length + 7).position(7).put(opus).position(7);
        ByteBuffer encrypted = buffer(direct, 2000);

        assertTrue(alice.session.encrypt(MediaType.AUDIO, SSRC, frame, encrypted));

        assertFalse(frame.hasRemaining());
        assertEquals(0, encrypted.position());
        assertTrue(encrypted.remaining() > opus.length && encrypted.remaining() < 2000);
        ByteBuffer decrypted = buffer(direct, encrypted.remaining());
        assertTrue(bob.session.decrypt(MediaType.AUDIO, 1, encrypted, decrypted));
        assertFalse(encrypted.hasRemaining());
        assertArrayEquals(opus, Datagrams.remaining(decrypted));
    }

    private static ByteBuffer buffer(boolean direct, int bytes) {
        return direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 120, 1275, 1500, 5000, 100_000})
    void theRoomThatIsAskedForIsEnough(int length) {
        byte[] opus = new byte[length];
        Arrays.fill(opus, (byte) 0x55);
        int room = alice.session.getMaxEncryptedFrameSize(MediaType.AUDIO, length);
        ByteBuffer encrypted = ByteBuffer.allocateDirect(room);

        assertTrue(alice.session.encrypt(MediaType.AUDIO, SSRC, ByteBuffer.wrap(opus), encrypted));

        int plainRoom = bob.session.getMaxDecryptedFrameSize(MediaType.AUDIO, 1, encrypted.remaining());
        ByteBuffer decrypted = ByteBuffer.allocateDirect(plainRoom);
        assertTrue(bob.session.decrypt(MediaType.AUDIO, 1, encrypted, decrypted));
        assertArrayEquals(opus, Datagrams.remaining(decrypted));
    }

    @Test
    void withoutRoomNothingHappens() {
        ByteBuffer frame = ByteBuffer.wrap(tune.next());
        ByteBuffer small = ByteBuffer.allocate(frame.remaining());
        assertFalse(alice.session.encrypt(MediaType.AUDIO, SSRC, frame, small));
        assertEquals(0, frame.position());
        assertEquals(0, small.position());

        ByteBuffer encrypted = ByteBuffer.allocate(2000);
        assertTrue(alice.session.encrypt(MediaType.AUDIO, SSRC, frame, encrypted));
        assertFalse(bob.session.decrypt(MediaType.AUDIO, 1, encrypted, ByteBuffer.allocate(3)));
        assertEquals(0, encrypted.position());
    }

    @Test
    void absurdlyLargeFramesAreRefused() {
        ByteBuffer huge = ByteBuffer.allocate((1 << 20) + 1);
        ByteBuffer out = ByteBuffer.allocate(1 << 21);

        assertFalse(alice.session.encrypt(MediaType.AUDIO, SSRC, huge, out));
        assertFalse(bob.session.decrypt(MediaType.AUDIO, 1, huge, out));
    }

    @Test
    void anEmptyFrameIsNoFrame() {
        assertFalse(bob.session.decrypt(MediaType.AUDIO, 1, ByteBuffer.allocate(0), ByteBuffer.allocate(9)));
    }

    @Test
    void silenceStaysAsItIsInBothDirections() {
        Datagrams server = new Datagrams(Datagrams.transport(AudioEncryption.AEAD_AES256_GCM_RTPSIZE));

        assertArrayEquals(Tune.SILENCE, server.open(1, alice.send(Tune.SILENCE)));
        assertArrayEquals(Tune.SILENCE, bob.receive(1, server.seal(Tune.SILENCE)));
        assertArrayEquals(Tune.SILENCE, bob.receive(77, server.seal(Tune.SILENCE)), "the server's, for a newcomer");
    }

    @Test
    void framesBeforeThereIsAKeyGoOutAsSilence() {
        JdaMember alone = new JdaMember(new TestGateway(1), 9);
        Datagrams server = new Datagrams(Datagrams.transport(AudioEncryption.AEAD_AES256_GCM_RTPSIZE));

        assertArrayEquals(Tune.SILENCE, server.open(9, alone.send(tune.next())), "before the session begins");
        alone.session.onSelectProtocolAck(1);
        assertArrayEquals(Tune.SILENCE, server.open(9, alone.send(tune.next())), "before there is a group");
    }

    @Test
    void aCallThatGivesNoKeysIsWarnedAboutOnceAndOnlyIfSomebodyCouldMissTheFrames() {
        TestGateway silent = new TestGateway(1);
        JdaMember bot = new JdaMember(silent, 9);
        bot.session.onSelectProtocolAck(1);
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, UTF_8));
        try {
            for (int second = 0; second < 30; second++) {
                bot.send(tune.next());
                silent.nowNs += 1_000_000_000L;
            }
            assertEquals("", log.toString(UTF_8), "nobody else is there");
            bot.session.addUser(10);
            bot.send(tune.next());
            bot.send(tune.next());
        } finally {
            System.setErr(before);
        }
        assertEquals(1, log.toString(UTF_8).lines().count(), log.toString(UTF_8));
        assertTrue(log.toString(UTF_8).contains("others hear silence"), log.toString(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 17, 254, 255})
    void framesWithPaddingAndExtensionsAreHeard(int padding) {
        byte[] opus = tune.next();
        assertArrayEquals(opus, bob.receive(1, wrapped(endToEnd(opus), 2, padding)));
        assertArrayEquals(Tune.SILENCE, bob.receive(1, wrapped(Tune.SILENCE, 1, padding)));
    }

    @Test
    void framesOfMerePaddingAreDropped() {
        assertNull(bob.receive(1, wrapped(new byte[0], 1, 8)));
    }

    @Test
    void inACallWithoutEncryptionFramesThatLookPaddedPassWhole() {
        gateway.changeVersion(0);
        byte[] opus = tune.next();
        opus[opus.length - 1] = 3;
        opus[opus.length - 4] = (byte) 0xFA;
        opus[opus.length - 5] = (byte) 0xFA;

        assertArrayEquals(opus, bob.receive(1, alice.send(opus)));
    }

    private byte[] endToEnd(byte[] opus) {
        Datagrams server = new Datagrams(Datagrams.transport(AudioEncryption.AEAD_AES256_GCM_RTPSIZE));
        return Objects.requireNonNull(server.open(1, alice.send(opus)));
    }

    /** A datagram with a header extension of some words and RTP padding, its last byte counting it (RFC 3550, sections 5.1 and 5.3.1). */
    private static byte[] wrapped(byte[] frame, int words, int padding) {
        CryptoAdapter transport = Datagrams.transport(AudioEncryption.AEAD_AES256_GCM_RTPSIZE);
        ResizingByteBuffer out = new ResizingByteBuffer(ByteBuffer.allocateDirect(2048));
        out.buffer()
                .put((byte) 0xB0)
                .put((byte) 0x78)
                .putShort((short) 1)
                .putInt(960)
                .putInt(Datagrams.SSRC)
                .putShort((short) 0xBEDE)
                .putShort((short) words);
        ByteBuffer body = ByteBuffer.allocate(4 * words + frame.length + padding);
        body.put(new byte[4 * words]).put(frame).put(body.limit() - 1, (byte) padding);
        transport.encrypt(out, body.rewind());
        return Datagrams.remaining(out.buffer());
    }
}
