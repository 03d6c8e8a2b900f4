package io.datasync.agent.client;

import io.datasync.core.protocol.AgentApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.util.zip.GZIPOutputStream;

/** The body of a request, whole before it is sent, so that a refusal is read whatever the server read of it. */
final class RequestBody {
    /** No body. */
    static final RequestBody NONE = new RequestBody("", false, HttpRequest.BodyPublishers.noBody());

    private final String type;
    private final boolean zipped;
    private final HttpRequest.BodyPublisher publisher;

    private RequestBody(String type, boolean zipped, byte[] bytes) {
        this(type, zipped, HttpRequest.BodyPublishers.ofByteArray(bytes));
    }

    private RequestBody(String type, boolean zipped, HttpRequest.BodyPublisher publisher) {
        this.type = type;
        this.zipped = zipped;
        this.publisher = publisher;
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

    /**
     * A long document, gzipped.
     *
     * @param spool where it lies until it was sent
     */
    static RequestBody zipped(String type, Spool spool, Writing writing) throws IOException {
        try (OutputStream out = new GZIPOutputStream(spool, 1 << 13)) {
            writing.write(out);
        }
        return new RequestBody(
                type,
                true,
                HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofInputStream(spool::open), spool.sizeBytes()));
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
        return publisher;
    }
}
