package dev.acord.examples;

import dev.acord.examples.Utterances.Utterance;
import dev.acord.jda.AcordVoice;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.receive.SpeechFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.channel.middleman.MessageChannel;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what is said. {@code SpeechFeed TOKEN_FILE PROGRAM ARGUMENTS...}, where the program makes text of WAV: see {@link Transcriber}. */
public final class SpeechFeed extends ExampleBot {
    private static final Logger LOG = LoggerFactory.getLogger(SpeechFeed.class);
    private static final int MOST_WAITING = 20;

    private final Transcriber transcriber;
    private final Map<Long, VoiceConnection> feeds = new ConcurrentHashMap<>();

    SpeechFeed(AcordVoice voice, Transcriber transcriber) {
        super(voice);
        this.transcriber = transcriber;
    }

    /**
     * Runs the bot until it is interrupted.
     *
     * @param args the file that has the token, then the program and its arguments
     */
    public static void main(String[] args) {
        path(args, 1, "the program that makes text of speech");
        List<String> program = List.of(args).subList(1, args.length);
        new SpeechFeed(AcordVoice.create(), Transcriber.program(program)).start(JDABuilder.createLight(token(args, 0)));
    }

    @Override
    List<SlashCommandData> commands() {
        return List.of(
                Commands.slash("listen", "Writes down here what your voice channel says"),
                Commands.slash("stop", "Stops, and leaves"));
    }

    @Override
    CompletableFuture<String> answer(SlashCommandInteractionEvent event, Guild guild) {
        if (event.getName().equals("stop")) {
            feeds.remove(guild.getIdLong());
            return voice.leave(guild).thenApply(left -> "Bye.");
        }
        MessageChannel channel = event.getChannel();
        if (!channel.canTalk()) {
            throw new Refusal("I may not write here.");
        }
        return join(event).thenApply(connection -> {
            if (feeds.put(guild.getIdLong(), connection) != connection) {
                listen(connection, channel);
            }
            return "I write down what everybody says in <#" + Long.toUnsignedString(connection.channelId()) + ">.";
        });
    }

    /** All of it ends with the connection. */
    private void listen(VoiceConnection connection, MessageChannel channel) {
        BlockingQueue<Utterance> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
        new Utterances(connection, SpeechFormat.MONO_16K, said -> {
            if (addDroppingOldest(waiting, said)) {
                LOG.warn("the transcriber is too slow: what was said first is left out");
            }
        });
        Thread thread = new Thread(() -> write(waiting, channel), "transcriber");
        thread.setDaemon(true);
        thread.start();
        connection.closed().thenRun(thread::interrupt);
    }

    private void write(BlockingQueue<Utterance> waiting, MessageChannel channel) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Utterance said = waiting.take();
                String text = text(said);
                if (!text.isEmpty() && channel.canTalk()) {
                    String line = "<@" + Long.toUnsignedString(said.userId) + ">: " + text;
                    channel.sendMessage(fit(line))
                            .setAllowedMentions(List.of()) // shows the name, and rings at nobody
                            .queue();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the connection is closed
        }
    }

    private String text(Utterance said) throws InterruptedException {
        try {
            return transcriber.transcribe(wav(said.pcm));
        } catch (IOException | RuntimeException e) { // one utterance must not end the feed
            LOG.warn("an utterance could not be transcribed", e);
            return "(I did not understand that: " + e.getMessage() + ")";
        }
    }

    /** Adds an element, and makes room for it if need be; says whether. */
    static <T> boolean addDroppingOldest(BlockingQueue<T> queue, T element) {
        boolean dropped = false;
        while (!queue.offer(element)) {
            dropped |= queue.poll() != null;
        }
        return dropped;
    }

    /** Samples behind the 44 bytes that say what they are. */
    static byte[] wav(short[] pcm) {
        int rate = SpeechFormat.MONO_16K.rateHz();
        ByteBuffer wav = ByteBuffer.allocate(44 + 2 * pcm.length).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(36 + 2 * pcm.length).put(ascii("WAVE"));
        wav.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1); // PCM, one channel
        wav.putInt(rate).putInt(2 * rate).putShort((short) 2).putShort((short) 16); // bytes a second, a frame; bits
        wav.put(ascii("data")).putInt(2 * pcm.length);
        wav.asShortBuffer().put(pcm);
        return wav.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
