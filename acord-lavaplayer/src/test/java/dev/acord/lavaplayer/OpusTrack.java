package dev.acord.lavaplayer;

import com.sedmelluq.discord.lavaplayer.format.StandardAudioDataFormats;
import com.sedmelluq.discord.lavaplayer.track.AudioTrack;
import com.sedmelluq.discord.lavaplayer.track.AudioTrackInfo;
import com.sedmelluq.discord.lavaplayer.track.BaseAudioTrack;
import com.sedmelluq.discord.lavaplayer.track.playback.ImmutableAudioFrame;
import com.sedmelluq.discord.lavaplayer.track.playback.LocalAudioTrackExecutor;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** A bot's own kind of track: Opus packets of 20 ms that are all different. Nothing native is needed for it. */
final class OpusTrack extends BaseAudioTrack {
    private final int count;
    private final int brokenAt;
    private final int stallAt;
    private final CountDownLatch goOn;
    private int next;

    private OpusTrack(String title, int count, int brokenAt, int stallAt, CountDownLatch goOn) {
        super(new AudioTrackInfo(title, "the test", count * 20L, title, false, "test:" + title));
        this.count = count;
        this.brokenAt = brokenAt;
        this.stallAt = stallAt;
        this.goOn = goOn;
    }

    static OpusTrack of(String title, int count) {
        return new OpusTrack(title, count, -1, -1, new CountDownLatch(0));
    }

    static OpusTrack brokenAt(String title, int packet) {
        return new OpusTrack(title, packet + 1, packet, -1, new CountDownLatch(0));
    }

    static OpusTrack stallingAt(String title, int count, int packet, CountDownLatch goOn) {
        return new OpusTrack(title, count, -1, packet, goOn);
    }

    static byte[] packet(int number) {
        Random random = new Random(number);
        byte[] bytes = new byte[3 + random.nextInt(200)];
        random.nextBytes(bytes);
        bytes[0] = (byte) 0xFC; // 20 ms of fullband stereo
        bytes[1] = (byte) (number >>> 8);
        bytes[2] = (byte) number;
        return bytes;
    }

    static int number(byte[] packet) {
        return ((packet[1] & 0xFF) << 8) | (packet[2] & 0xFF);
    }

    @Override
    public void process(LocalAudioTrackExecutor executor) {
        executor.executeProcessingLoop(
                () -> {
                    while (next < count) {
                        if (next == brokenAt) {
                            throw new IOException("the disk is on fire");
                        }
                        if (next == stallAt) {
                            goOn.await();
                        }
                        executor.getProcessingContext()
                                .frameBuffer
                                .consume(new ImmutableAudioFrame(
                                        next * 20L, packet(next), 100, StandardAudioDataFormats.DISCORD_OPUS));
                        next++;
                    }
                },
                positionMs -> next = (int) (positionMs / 20));
    }

    @Override
    protected AudioTrack makeShallowClone() {
        return new OpusTrack(trackInfo.title, count, brokenAt, stallAt, goOn);
    }
}
