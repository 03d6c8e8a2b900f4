package io.datasync.agent.client;

import io.datasync.core.protocol.AgentApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.util.zip.GZIPOutputStream;

/** The body of a request, in memory, so that a refusal is read whatever the server read of it. */
final class RequestBody {
    /** No body. */
    static final RequestBody NONE = new RequestBody("", false, new byte[0]);

    private final String type;
    private final boolean zipped;
    private final byte[] bytes;

    private RequestBody(String type, boolean zipped, byte[] bytes) {
        this.type = type;
        this.zipped = zipped;
        this.bytes = bytes;
    }

    /** What writes it. */
    @FunctionalInterface
    interface Writing {
        void write(OutputStream out) throws IOException;
    }

    /** A short document, as it is. */
    static RequestBody plain(String type, Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory does not fail", e);
        }
        return new RequestBody(type, false, bytes.toByteArray());
    }

    /** A list, gzipped. */
    static RequestBody zipped(String type, Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            writing.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory does not fail", e);
        }
        return new RequestBody(type, true, bytes.toByteArray());
    }

    void describe(HttpRequest.Builder request) {
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (zipped) {
            request.header("Content-Encoding", AgentApi.GZIP);
        }
    }

    HttpRequest.BodyPublisher publisher() {
        return type.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(bytes);
    }
}
