package dev.acord.fuzz;

import dev.acord.audio.opus.OpusApplication;
import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.dave.mls.MlsSeeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Makes the seeds of all targets: {@code Seeds RESOURCES [MEDIA]}, where MEDIA is a folder of small audio files. Their names begin with
 * the name of the target that they are for. The seeds are committed; this is for new ones.
 */
public final class Seeds {
    private final CorpusWriter corpus;

    private Seeds(CorpusWriter corpus) {
        this.corpus = corpus;
    }

    public static void main(String[] args) throws Exception {
        CorpusWriter corpus = new CorpusWriter(Path.of(args[0]));
        Seeds seeds = new Seeds(corpus);
        seeds.network();
        seeds.gateway();
        seeds.speech();
        seeds.server();
        seeds.discord();
        seeds.dave();
        seeds.commands();
        MlsSeeds.write(corpus);
        if (args.length > 1) {
            seeds.media(Path.of(args[1]));
        }
    }

    private void write(String target, String name, SeedWriter seed) throws IOException, ClassNotFoundException {
        corpus.write(Class.forName("dev.acord." + target + "FuzzTest"), name, seed.toBytes());
    }

    private void network() throws IOException, ClassNotFoundException {
        SeedWriter plain = new SeedWriter().u8(1);
        plain.u8(7).text("a frame").u16(5).u16(65_535).i32(-960);
        plain.u8(6, 0x90, 0, 7)
                .i32(960)
                .u16(2_000)
                .u16(1)
                .bytes(1, 2, 3, 4, 5, 6)
                .u8(0);
        plain.u8(6, 0xA0, 0, 8).i32(1_920).u16(2_000).u16(0).bytes(9, 9, 0, 2).u8(0);
        plain.u8(5).text("a report of some bytes").u8(9);
        plain.u8(1).u8(7).text("under a new key").u16(6).u16(0).i32(0);
        plain.u8(0).bytes(0, 0, 0, 0, 0, 0, 0, 1);
        write("voice.rtp.Datagram", "frames", plain);
        SeedWriter changed = new SeedWriter().u8(0);
        changed.u8(6, 0x83, 0, 7)
                .i32(960)
                .u16(2_000)
                .u16(0)
                .text("payload")
                .u8(1, 1)
                .u16(20)
                .u8(3);
        changed.u8(4).text("a report of some bytes").u8(0).u8(1, 2).u16(12);
        changed.u8(2).u16(2_000).u8(3).u16(5_000);
        write("voice.rtp.Datagram", "changed", changed);

        SeedWriter found = new SeedWriter().u8(4).i32(250_000_000).i64(-1_000_000);
        found.u8(0).u16(1).u8(3).text("203.0.113.9").u16(50_004).u8(0);
        write("voice.rtp.IpDiscovery", "found", found);
        SeedWriter six = new SeedWriter().u8(4).i32(250_000_000).i64(5);
        six.u8(1)
                .u8(3)
                .text("2001:db8::1")
                .u16(50_004)
                .u8(1, 0)
                .u16(20)
                .u8('%')
                .u8(1)
                .u8(1)
                .u8(1)
                .u8(1);
        write("voice.rtp.IpDiscovery", "changed", six);
    }

    /** Step 6 opens the socket, step 2 delivers one of the usual messages; see GatewayFuzzTest. */
    private void gateway() throws IOException, ClassNotFoundException {
        SeedWriter call =
                new SeedWriter().u8(6, 2, 0, 2, 1).u8(8).text("203.0.113.9").u16(50_004);
        call.u8(2, 2, 2, 6, 2, 7, 11, 1).u16(0).u8(18);
        call.u8(5, 0).bytes(0, 7, 25, 1, 2, 3).u8(14, 2, 4, 14, 14);
        write("voice.gateway.Gateway", "call", call);
        SeedWriter resumed =
                new SeedWriter().u8(6, 2, 0, 2, 1).u8(8).text("203.0.113.9").u16(50_004);
        resumed.u8(2, 2, 7, 0).u16(4_015).text("crashed").u8(12, 5, 13, 26).text("kept");
        resumed.u8(14, 6, 2, 0, 2, 3, 16, 6, 2, 0, 7, 0)
                .u16(4_006)
                .text("")
                .u8(10, 1, 2, 3)
                .u16(443)
                .u8(6, 2, 0);
        write("voice.gateway.Gateway", "resumed", resumed);
        SeedWriter texts = new SeedWriter().u8(6);
        texts.u8(0, 0).text("{\"op\":8,\"d\":{\"heartbeat_interval\":41250.5}}");
        texts.u8(0, 0).text("{\"op\":2,\"d\":{\"ssrc\":4294967295,\"ip\":\"x\",\"port\":1,\"modes\":[\"none\"]}}");
        texts.u8(0, 0)
                .text("{\"op\":12,\"d\":{\"user_id\":\"9\",\"audio_ssrc\":1,\"video_ssrc\":null,\"rtx_ssrc\":3}}");
        texts.u8(0, 0).text("{\"op\":22,\"seq\":65535,\"d\":{\"transition_id\":1}}");
        texts.u8(0, 0).text("{\"op\":13,\"d\":{\"user_id\":18446744073709551615}}");
        texts.u8(4, 1, 1, 0)
                .u16(30)
                .u8(34)
                .u8(7, 0)
                .u16(4_017)
                .text("no")
                .u8(19, 0)
                .text("over");
        write("voice.gateway.Gateway", "texts", texts);
    }

    private void speech() throws Exception {
        List<byte[]> packets = packets();
        SeedWriter call = new SeedWriter().u16(65_530).i32(-2_000);
        SeedWriter lossy = new SeedWriter().u16(10).i32(0);
        for (int i = 0; i < packets.size(); i++) {
            call.u8(0, 1).bytes(packets.get(i));
            lossy.u8(4, i % 3 == 2 ? 2 : 1, i % 3 == 2 ? 2 : 1, i % 3 == 2 ? 40 : 20, 1)
                    .bytes(packets.get(i));
            corpus.write(
                    Class.forName("dev.acord.audio.opus.OpusPacketFuzzTest"),
                    "packet-" + i,
                    new SeedWriter().u16(i * 100).raw(packets.get(i)).toBytes());
        }
        call.u8(8).u8(6).u16(7).i32(9).u8(1).bytes(packets.get(0)).u8(0, 1).bytes(packets.get(1));
        write("voice.receive.Speech", "call", call);
        write("voice.receive.Speech", "lossy", lossy);
        SeedWriter options = new SeedWriter().u8(30, 10).u16(200).u8(1, 10);
        write("voice.receive.Jitter", "call", options.raw(call.toBytes()));
        write(
                "voice.receive.Jitter",
                "lossy",
                new SeedWriter().u8(3, 0).u16(1_000).u8(0, 0).raw(lossy.toBytes()));
    }

    /** A few frames of a sound that rises. */
    private static List<byte[]> packets() throws Exception {
        List<byte[]> packets = new ArrayList<>();
        for (OpusApplication application : OpusApplication.values()) {
            OpusEncoderOptions options = OpusEncoderOptions.builder()
                    .application(application)
                    .bitrateBps(24_000)
                    .build();
            try (OpusEncoder encoder = OpusEncoder.create(options)) {
                short[] pcm = new short[2 * 960];
                byte[] packet = new byte[1_500];
                for (int frame = 0; frame < 2; frame++) {
                    for (int i = 0; i < pcm.length; i++) {
                        pcm[i] = (short) (8_000 * Math.sin(i * i * 1e-5 * (frame + 1)));
                    }
                    int length = encoder.encode(pcm, 0, 960, packet, 0, packet.length);
                    packets.add(Arrays.copyOf(packet, length));
                }
            }
        }
        packets.add(new byte[] {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE});
        return packets;
    }

    /** The embedded server; step 3 opens a socket, 9 identifies, 11 selects the protocol. */
    private void server() throws IOException, ClassNotFoundException {
        SeedWriter call = new SeedWriter().u8(0, 3, 8, 0, 3, 8);
        call.u8(1, 9, 0, 1).u8(2, 9, 1, 1).u8(1, 11).u16(5_000).u8(2, 11).u16(5_001);
        call.u8(1, 13, 5)
                .text("{\"speaking\":1,\"delay\":0,\"ssrc\":1}")
                .u8(1, 12)
                .u16(7)
                .u16(65_535);
        call.u8(1, 13, 12).text("{\"audio_ssrc\":1,\"video_ssrc\":0,\"rtx_ssrc\":0,\"streams\":[]}");
        call.u8(1, 13, 23)
                .text("{\"transition_id\":1}")
                .u8(1, 15, 0)
                .text("no key package")
                .u8(0, 6)
                .u8(0, 5)
                .u16(500);
        write("sim.gateway.Hub", "call", call);
        SeedWriter resumed = new SeedWriter()
                .u8(0, 3, 8)
                .u8(1, 9, 0, 0)
                .u8(1, 11)
                .u16(5_000)
                .u8(1, 4)
                .u16(1_006);
        resumed.u8(0, 3, 8)
                .u8(2, 10, 0)
                .u16(2)
                .u8(0, 8, 0, 2)
                .u8(0, 7, 0, 0, 3)
                .u8(0, 8, 0, 0)
                .u8(2, 14, 1, 0, 1, 1, 1);
        write("sim.gateway.Hub", "resumed", resumed);

        SeedWriter relay = new SeedWriter().u8(7).u8(3, 0, 1).u8(5, 1).u8(6, 0, 0);
        for (int i = 0; i < 3; i++) {
            relay.u8(7, 0, 0, 0x78)
                    .i32(i * 960)
                    .text("opus " + i)
                    .u8(0, 0)
                    .u8(1)
                    .u16(20);
        }
        relay.u8(7, 1, 0xB0, 0x78)
                .i32(960)
                .bytes(1, 2, 3, 4, 9, 9, 2)
                .u8(1)
                .u8(1, 1)
                .u16(5)
                .u8(2, 1);
        relay.u8(7, 1, 0, 200)
                .i32(0)
                .text("a report")
                .u8(0, 1)
                .u8(0)
                .bytes(0, 0, 0, 0, 0, 0, 0, 1)
                .u8(0)
                .u8(2);
        write("sim.media.Relay", "call", relay);
    }

    private void dave() throws IOException, ClassNotFoundException {
        SeedWriter frames = new SeedWriter().u8(7).text("a frame").u8(3).u8(7).text("another");
        frames.u8(6)
                .text("changed")
                .u8(1, 1)
                .u16(3)
                .u8(2)
                .u8(5)
                .u8(0)
                .text("plain")
                .u8(4)
                .u8(0)
                .text("plain");
        frames.u8(1)
                .text("media of some bytes")
                .bytes(1, 2, 3, 4, 5, 6, 7, 8, 5, 0, 2)
                .u8(0)
                .bytes(-8, -1, -2);
        frames.u8(2).u16(11_000).u8(7).text("late");
        write("dave.media.Frame", "frames", frames);

        SeedWriter founder = new SeedWriter()
                .u8(0, 1)
                .u8(8, 0)
                .u8(1, 2)
                .u8(9, 0, 0)
                .u8(12, 1, 0)
                .u8(17)
                .u8(4, 1);
        founder.u8(1, 3)
                .u8(9, 1, 0)
                .u8(12, 2, 0)
                .u8(4, 2)
                .u8(10, 2, 0)
                .u8(12, 0, 0)
                .u8(6)
                .u8(2, 3);
        write("dave.DaveSession", "founder", founder);
        SeedWriter joiner = new SeedWriter()
                .u8(0, 1)
                .u8(8, 0)
                .u8(1, 2)
                .u8(14, 1, 0)
                .u8(4, 1)
                .u8(1, 3)
                .u8(9, 1, 0);
        joiner.u8(13, 2, 0).u8(4, 2).u8(5, 1, 1).u8(3, 0, 1).u8(7);
        write("dave.DaveSession", "joiner", joiner);
        SeedWriter damaged = new SeedWriter()
                .u8(16, 0)
                .u8(9, 1, 0)
                .u8(11, 0)
                .u8(9, 1, 1, 1)
                .u16(90)
                .u8(3);
        damaged.u8(16, 1)
                .u8(13, 1, 1, 0)
                .u16(60)
                .u8(9)
                .u8(14, 2, 1, 2)
                .u16(300)
                .u8(15, 2)
                .u16(5)
                .text("noise");
        damaged.u8(3, 3, 0).u8(4, 3).u8(0, 1).u8(14, 1, 1, 1).u16(40).u8(1);
        write("dave.DaveSession", "damaged", damaged);
    }

    private void discord() throws IOException, ClassNotFoundException {
        SeedWriter asked = new SeedWriter().u8(0, 0, 10).u8(0, 3).i32(641).u8(0, 12, 0);
        asked.u8(0, 5, 1, 0).u8(0, 9, 0).text("never gonna volume:30");
        asked.u8(0, 11, 1, 15, 3, 4, 1)
                .text("")
                .text("{\"type\":4,\"data\":{\"content\":\"Playing\"}}")
                .u8(0);
        asked.u8(0, 11, 1, 12, 1).text("").text("{\"content\":\"hello\"}").u8(0);
        asked.u8(0, 11, 0, 8, 1).text("limit=10").text("").u8(0).u8(0, 8).u16(900);
        write("sim.discord.protocol.Discord", "asked", asked);
        SeedWriter resumed =
                new SeedWriter().u8(0, 0, 10).u8(0, 3).i32(641).u8(0, 7).u16(1_006);
        resumed.u8(0, 9, 2).text("while it is away").u8(0, 0, 10).u8(1, 4, 2).u16(2);
        resumed.u8(1, 6, 3, 0).u8(1, 2, 4).text("{\"guild_id\":\"20971520\",\"channel_id\":null}");
        resumed.u8(0, 9, 5)
                .u8(0, 9, 6)
                .u8(0, 10)
                .text("PATCH")
                .text("guilds/20971520/members/77")
                .u8(1);
        resumed.text("").text("{\"channel_id\":null,\"mute\":true}").u8(0);
        write("sim.discord.protocol.Discord", "resumed", resumed);
    }

    private void commands() throws IOException, ClassNotFoundException {
        List<String> lines = List.of(
                "{\"cmd\":\"play\",\"file\":\"x.opus\"}\n{\"cmd\":\"pause\"}\n{\"cmd\":\"resume\"}\n{\"cmd\":\"stop\"}\n",
                "{\"cmd\":\"seek\",\"ms\":1500}\n{\"cmd\":\"volume\",\"percent\":50.0}\n{\"cmd\":\"leave\"}",
                "{\"cmd\":\"update\",\"endpoint\":\"a:443\",\"session\":\"s\",\"token\":\"t\",\"channel\":\"42\"}\n",
                "{\"cmd\":\"update\",\"endpoint\":null}\n{\"cmd\":\"seek\",\"ms\":1e9}\n[]\n{\"cmd\":7}\n");
        for (int i = 0; i < lines.size(); i++) {
            corpus.write(
                    Class.forName("dev.acord.cli.session.CommandFuzzTest"),
                    "lines-" + i,
                    lines.get(i).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void media(Path folder) throws IOException, ClassNotFoundException {
        List<Path> files;
        try (var listed = Files.list(folder)) {
            files = listed.sorted().toList();
        }
        for (Path path : files) {
            String name = String.valueOf(path.getFileName());
            byte[] bytes = Files.readAllBytes(path);
            String kind = name.substring(0, name.indexOf('-')).toLowerCase(Locale.ROOT);
            SeedWriter seeks =
                    new SeedWriter().u16(100).u8(1).u16(0).u8(1).u16(9).u8(0);
            switch (kind) {
                case "ogg" -> {
                    write(
                            "audio.ogg.Ogg",
                            name,
                            new SeedWriter().u8(0).bytes(seeks.toBytes()).raw(bytes));
                    write(
                            "audio.ogg.Ogg",
                            name + "-mended",
                            new SeedWriter().u8(1).bytes(seeks.toBytes()).raw(bytes));
                }
                case "webm" ->
                    write(
                            "audio.webm.Webm",
                            name,
                            new SeedWriter().bytes(seeks.toBytes()).raw(bytes));
                default ->
                    write(
                            "audio.pcm.Wav",
                            name,
                            new SeedWriter().bytes(seeks.toBytes()).raw(bytes));
            }
            write("audio.UnknownAudio", name, new SeedWriter().raw(bytes));
        }
    }
}
