package dev.acord.jda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.dave.DaveIdentity;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import net.dv8tion.jda.api.audio.dave.DaveProtocolCallbacks;
import net.dv8tion.jda.api.audio.dave.DaveSession;
import net.dv8tion.jda.api.audio.dave.DaveSession.MediaType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** JDA's websocket, sending, receiving and closing threads at once. The time limit only ends a test that hangs. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreadsTest {
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    @Test
    void audioGoesOnWhileTheGroupIsAtWork() throws InterruptedException {
        Gate gate = new Gate();
        AcordDave factory =
                new AcordDave(DaveIdentity.generate(), epoch -> {}, new HesitantRandom(gate), System::nanoTime);
        DaveSession session = factory.createDaveSession(new Nowhere(), 1, 2);
        session.onSelectProtocolAck(0);

        Thread websocket = thread(() -> session.onDaveProtocolPrepareEpoch(1, 1));
        gate.awaitArrival();

        byte[] opus = {1, 2, 3, 4};
        ByteBuffer sent = ByteBuffer.allocate(100);
        assertTrue(session.encrypt(MediaType.AUDIO, 5, ByteBuffer.wrap(opus), sent));
        assertTrue(session.decrypt(MediaType.AUDIO, 9, sent, ByteBuffer.allocate(100)));
        gate.open();
        end(websocket);
    }

    @Test
    void nothingIsLockedWhileJdaIsCalled() throws InterruptedException {
        Gate gate = new Gate();
        DaveSession session = new AcordDave()
                .createDaveSession(
                        new Nowhere() {
                            @Override
                            public void sendMLSKeyPackage(ByteBuffer keyPackage) {
                                gate.pass();
                            }
                        },
                        1,
                        2);

        Thread websocket = thread(() -> session.onSelectProtocolAck(1));
        gate.awaitArrival();

        session.addUser(7);
        session.destroy();
        gate.open();
        end(websocket);
    }

    @Test
    void framesAreEncryptedOrSilenceWhateverTheOtherThreadsDo() throws InterruptedException {
        TestGateway gateway = new TestGateway(7);
        JdaMember alice = new JdaMember(gateway, 1);
        JdaMember bob = new JdaMember(gateway, 2);
        gateway.join(alice, bob);
        AtomicBoolean stop = new AtomicBoolean();
        int[] heard = new int[1];

        Thread sending = thread(() -> {
            ByteBuffer encrypted = ByteBuffer.allocateDirect(2000);
            ByteBuffer decrypted = ByteBuffer.allocateDirect(2000);
            Tune tune = new Tune(7);
            while (!stop.get()) {
                byte[] opus = tune.next();
                assertTrue(alice.session.encrypt(MediaType.AUDIO, 5, ByteBuffer.wrap(opus), encrypted.clear()));
                requireEncryptedOrSilence(encrypted);
                if (bob.session.decrypt(MediaType.AUDIO, 1, encrypted, decrypted.clear())) {
                    byte[] received = Datagrams.remaining(decrypted);
                    assertTrue(Arrays.equals(opus, received) || Arrays.equals(Tune.SILENCE, received));
                    heard[0]++;
                }
            }
        });
        for (long user = 3; user < 23; user++) {
            JdaMember guest = new JdaMember(gateway, user);
            gateway.join(guest);
            gateway.leave(guest);
            guest.session.destroy();
        }
        alice.session.destroy();
        bob.session.destroy();
        stop.set(true);
        end(sending);

        assertTrue(heard[0] > 0, "some frames were heard");
        assertEquals(0, gateway.invalid);
    }

    private static void requireEncryptedOrSilence(ByteBuffer frame) {
        int last = frame.limit() - 1;
        boolean marked = frame.get(last) == (byte) 0xFA && frame.get(last - 1) == (byte) 0xFA;
        assertTrue(marked || frame.equals(ByteBuffer.wrap(Tune.SILENCE)));
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((each, e) -> failure.set(e));
        thread.start();
        return thread;
    }

    private void end(Thread thread) throws InterruptedException {
        thread.join();
        assertNull(failure.get());
    }

    /** Where one thread stops until another lets it pass. */
    private static final class Gate {
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);

        void pass() {
            arrived.countDown();
            await(opened);
        }

        void awaitArrival() {
            await(arrived);
        }

        void open() {
            opened.countDown();
        }

        private static void await(CountDownLatch latch) {
            try {
                assertTrue(latch.await(30, TimeUnit.SECONDS), "the other thread never came");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** A random source that makes group work take as long as the test wants. */
    private static final class HesitantRandom extends SecureRandom {
        private static final long serialVersionUID = 1;
        private final transient Gate gate;

        HesitantRandom(Gate gate) {
            this.gate = gate;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            gate.pass();
            super.nextBytes(bytes);
        }
    }

    private static class Nowhere implements DaveProtocolCallbacks {
        @Override
        public void sendMLSKeyPackage(ByteBuffer keyPackage) {}

        @Override
        public void sendDaveProtocolReadyForTransition(int transitionId) {}

        @Override
        public void sendMLSCommitWelcome(ByteBuffer commitWelcome) {}

        @Override
        public void sendMLSInvalidCommitWelcome(int transitionId) {}
    }
}
