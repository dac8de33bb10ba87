package dev.acord.sim.discord.net;

import dev.acord.sim.discord.protocol.RestRequest;
import dev.acord.sim.discord.protocol.RestResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The REST side: reads requests whole, within a limit, and writes the answers. */
final class RestHandler extends Handler.Abstract {
    private static final String PREFIX = "/api";
    private static final int MAX_BODY_BYTES = 10 << 20;
    private static final int MAX_JSON_CHARACTERS = 1 << 20;

    private final Handling handling;

    RestHandler(Handling handling) {
        this.handling = handling;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        byte[] body;
        try (InputStream in = Content.Source.asInputStream(request)) {
            body = in.readNBytes(MAX_BODY_BYTES + 1);
        }
        RestResponse answer = body.length > MAX_BODY_BYTES
                ? RestResponse.error(413, 40_005, "Request entity too large")
                : answer(request, body);
        response.setStatus(answer.status());
        if (!answer.body().isEmpty()) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(bytes), callback);
        return true;
    }

    private RestResponse answer(Request request, byte[] body) {
        String path = Request.getPathInContext(request);
        if (!path.startsWith(PREFIX + "/")) {
            return RestResponse.error(404, 0, "404: Not Found; requests go to /api/v10");
        }
        String rest = path.substring(PREFIX.length());
        if (rest.matches("/v[0-9]+(/.*)?")) {
            if (!rest.matches("/v10(/.*)?")) {
                return RestResponse.error(400, 50_041, "Invalid API version; there is version 10");
            }
            rest = rest.substring("/v10".length());
        }
        String type = header(request, HttpHeader.CONTENT_TYPE);
        String json = new String(body, StandardCharsets.UTF_8);
        int files = 0;
        if (type.startsWith("multipart/form-data")) {
            FormData form = FormData.parse(type, body);
            if (form == null) {
                return RestResponse.error(400, 50_035, "Invalid Form Body: no form data");
            }
            json = form.json();
            files = form.files();
        }
        if (json.length() > MAX_JSON_CHARACTERS) {
            return RestResponse.error(413, 40_005, "Request entity too large");
        }
        String query = request.getHttpURI().getQuery();
        return handling.request(new RestRequest(
                request.getMethod(),
                rest,
                query == null ? "" : query,
                header(request, HttpHeader.AUTHORIZATION),
                json,
                files));
    }

    private static String header(Request request, HttpHeader name) {
        @Nullable String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }
}
