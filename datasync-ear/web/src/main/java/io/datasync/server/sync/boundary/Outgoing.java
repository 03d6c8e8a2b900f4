package io.datasync.server.sync.boundary;

import io.datasync.core.protocol.AgentApi;
import io.datasync.server.platform.boundary.MessageBody;
import io.datasync.server.sync.control.AnswerSpool;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Answers to agents: messages of core, gzipped for those who take it. */
final class Outgoing {
    /** Below this gzip gains nothing. */
    private static final int GZIP_BYTES_MIN = 1 << 10;

    private Outgoing() {}

    /** Whether the header {@code Accept-Encoding} takes gzip. */
    static boolean takesGzip(@Nullable String accepted) {
        if (accepted == null) {
            return false;
        }
        for (String coding : accepted.split(",", -1)) {
            String[] parts = coding.strip().split(";", -1);
            if (parts[0].strip().equalsIgnoreCase(AgentApi.GZIP)) {
                return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    /** An answer with the lines of a spool, which is closed when they are sent. */
    static Response lines(@Nullable String accepted, AnswerSpool spool) {
        boolean gzip = takesGzip(accepted);
        StreamingOutput content = out -> {
            try (spool) {
                spool.sendTo(out, gzip);
            }
        };
        Response.ResponseBuilder answer =
                Response.ok(content, AgentApi.NDJSON).header(HttpHeaders.VARY, "Accept-Encoding");
        if (gzip) {
            answer.header(HttpHeaders.CONTENT_ENCODING, AgentApi.GZIP);
        }
        return answer.build();
    }

    /** An answer with one JSON document, in memory. */
    static Response json(@Nullable String accepted, MessageBody.Message message) {
        byte[] plain = MessageBody.of(message);
        Response.ResponseBuilder answer = Response.ok().type(AgentApi.JSON).header(HttpHeaders.VARY, "Accept-Encoding");
        if (plain.length < GZIP_BYTES_MIN || !takesGzip(accepted)) {
            return answer.entity(plain).build();
        }
        byte[] zipped = MessageBody.of(out -> {
            try (var gzip = new GZIPOutputStream(out)) {
                gzip.write(plain);
            }
        });
        return answer.header(HttpHeaders.CONTENT_ENCODING, AgentApi.GZIP)
                .entity(zipped)
                .build();
    }
}
