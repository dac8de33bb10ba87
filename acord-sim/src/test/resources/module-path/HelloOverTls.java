import dev.acord.sim.VoiceServer;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Run by ModulePathTest in a process of its own, with the server as a named module and without JUnit. */
public class HelloOverTls {
    public static void main(String[] args) throws Exception {
        CompletableFuture<String> hello = new CompletableFuture<>();
        try (VoiceServer server = VoiceServer.create().start()) {
            HttpClient.newBuilder()
                    .sslContext(server.trustingContext())
                    .build()
                    .newWebSocketBuilder()
                    .buildAsync(server.wssUri(8), new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                            hello.complete(text.toString());
                            return null;
                        }
                    })
                    .get(30, TimeUnit.SECONDS);
            System.out.println(VoiceServer.class.getModule() + " " + hello.get(30, TimeUnit.SECONDS));
        }
    }
}
