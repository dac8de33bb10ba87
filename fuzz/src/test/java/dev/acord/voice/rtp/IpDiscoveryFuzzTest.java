package dev.acord.voice.rtp;

import static dev.acord.fuzz.Checks.check;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.acord.fuzz.FuzzInput;
import dev.acord.voice.rtp.IpDiscoverySession.Step;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** IP discovery: any datagrams at any times end in an address that is one, or in failure, after at most the allowed requests. */
class IpDiscoveryFuzzTest {
    private static final int MAX_STEPS = 200;
    private static final int SSRC = 0x0102_0304;

    @FuzzTest
    void fuzz(byte[] data) throws UnknownHostException {
        FuzzInput in = new FuzzInput(data);
        int attempts = 1 + in.below(16);
        IpDiscoverySession session =
                new IpDiscoverySession(SSRC, attempts, 1 + (in.i32() & 0x7FFF_FFFFL) % 1_000_000_000);
        long nowNs = in.i64();
        Step last = Step.WAIT;
        int sent = 0;
        for (int i = 0; i < MAX_STEPS && in.hasMore(); i++) {
            switch (in.below(5)) {
                case 0 -> nowNs += in.u16() * 1_000_000L;
                case 1 -> nowNs = sent > 0 ? Math.max(nowNs, session.nextPollNs()) : nowNs;
                case 2 -> handle(session, in.bytes(), nowNs);
                default -> handle(session, in.mutated(response(in.text(), in.u16())), nowNs);
            }
            Step before = last;
            last = session.poll(nowNs);
            Step now = last;
            sent += now == Step.SEND ? 1 : 0;
            boolean wasOver = before == Step.DONE || before == Step.FAILED;
            check(!wasOver || now == before, () -> before + " was followed by " + now);
        }
        int requests = sent;
        check(requests <= attempts && session.requests() == requests, () -> requests + " of " + attempts);
        if (last == Step.DONE) {
            // a literal: it is not looked up anywhere
            InetAddress address = InetAddress.getByName(session.address());
            check(!session.address().isEmpty() && address.getAddress().length >= 4, () -> "no address");
            check(session.port() >= 1 && session.port() <= 0xFFFF, () -> "port " + session.port());
        }
    }

    private static void handle(IpDiscoverySession session, byte[] datagram, long nowNs) {
        byte[] before = datagram.clone();
        boolean known = session.handleDatagram(datagram, 0, datagram.length, nowNs);
        check(Arrays.equals(before, datagram), () -> "the datagram was changed");
        check(!known || session.poll(nowNs) == Step.DONE, () -> "known, but not done");
    }

    private static byte[] response(String address, int port) {
        byte[] response = new IpDiscoverySession(SSRC).request();
        response[1] = 2;
        byte[] text = address.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, response, 8, Math.min(text.length, 64));
        response[72] = (byte) (port >> 8);
        response[73] = (byte) port;
        return response;
    }
}
