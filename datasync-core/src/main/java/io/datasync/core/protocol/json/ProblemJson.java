package io.datasync.core.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.datasync.core.failure.SyncException;
import io.datasync.core.protocol.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A refusal (RFC 9457): {@code {status, code, retryable, detail, correlationId?}}, and what else its writer adds. */
public final class ProblemJson {
    private ProblemJson() {}

    /** Writes the fields that a client needs; without a type, as the RFC allows. */
    public static void write(OutputStream out, Problem problem) throws IOException {
        JsonWriting.document(out, json -> fields(json, problem));
    }

    static void fields(JsonGenerator json, Problem problem) throws IOException {
        json.writeNumberField("status", problem.status());
        json.writeStringField("code", problem.code());
        json.writeBooleanField("retryable", problem.retryable());
        JsonWriting.text(json, "detail", problem.detail());
        JsonWriting.optional(json, "correlationId", problem.correlationId());
    }

    /**
     * Reads a refusal.
     *
     * @throws SyncException when it is none, such as the page of a proxy: see {@link Problem#ofStatus}
     */
    public static Problem read(InputStream in, JsonLimits limits) throws SyncException {
        return problem(JsonReading.document(in, limits.documentBytesMax()));
    }

    static Problem problem(JsonFields fields) throws SyncException {
        long status = fields.count("status");
        if (status < 100 || status > 599) {
            throw fields.malformed("status", "not a status of HTTP");
        }
        return new Problem(
                (int) status,
                fields.text("code", 100),
                fields.flag("retryable"),
                fields.text("detail"),
                fields.optional("correlationId", text -> text));
    }
}
