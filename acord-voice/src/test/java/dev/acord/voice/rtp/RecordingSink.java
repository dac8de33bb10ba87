package dev.acord.voice.rtp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Remembers what a receiver delivers. */
final class RecordingSink implements RtpReceiver.Sink {
    record Frame(int ssrc, int sequence, long timestamp, boolean marker, String hex) {}

    final List<Frame> frames = new ArrayList<>();
    final List<Long> echoes = new ArrayList<>();
    final List<String> discoveries = new ArrayList<>();
    final List<String> rtcp = new ArrayList<>();
    final List<ReceptionReport> reports = new ArrayList<>();

    @Override
    public void onFrame(int ssrc, int sequence, long timestamp, boolean marker, byte[] buf, int off, int len) {
        frames.add(new Frame(ssrc, sequence, timestamp, marker, hex(buf, off, len)));
    }

    @Override
    public void onKeepaliveEcho(long value) {
        echoes.add(value);
    }

    @Override
    public void onIpDiscovery(byte[] buf, int off, int len) {
        discoveries.add(hex(buf, off, len));
    }

    @Override
    public void onRtcp(byte[] buf, int off, int len) {
        rtcp.add(hex(buf, off, len));
    }

    @Override
    public void onReport(ReceptionReport report, long nowNs) {
        reports.add(report);
    }

    static String hex(byte[] buf, int off, int len) {
        return HexFormat.of().formatHex(Arrays.copyOfRange(buf, off, off + len));
    }
}
