package dev.acord.sim.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The page's files: a fixed list from the jar, in memory. No path of a request ever reaches a file system. */
final class PageFiles extends Handler.Abstract.NonBlocking {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, PageFile> files = new HashMap<>();

    /** One file; arrays stay out of records. */
    private static final class PageFile {
        final String type;
        final byte[] content;

        PageFile(String type, byte[] content) {
            this.type = type;
            this.content = content;
        }
    }

    PageFiles() throws IOException {
        add("/", "index.html", HTML);
        add("/style.css", "style.css", CSS);
        add("/icon.svg", "icon.svg", "image/svg+xml");
        for (String script : new String[] {"app", "channel", "sound", "view", "plots", "speaker", "microphone"}) {
            add("/" + script + ".js", script + ".js", SCRIPT);
        }
    }

    private void add(String path, String name, String type) throws IOException {
        try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("bug: the page's " + name + " is not in the jar");
            }
            files.put(path, new PageFile(type, in.readAllBytes()));
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        @Nullable PageFile file = files.get(Request.getPathInContext(request));
        if (file == null) {
            Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            return true;
        }
        if (!HttpMethod.GET.is(request.getMethod())) {
            Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
            return true;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, file.type);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("Content-Security-Policy", POLICY);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Referrer-Policy", "no-referrer");
        response.write(true, ByteBuffer.wrap(file.content), callback);
        return true;
    }
}
