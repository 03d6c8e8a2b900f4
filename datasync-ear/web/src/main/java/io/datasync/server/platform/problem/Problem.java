package io.datasync.server.platform.problem;

import com.fasterxml.jackson.core.JsonFactory;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * One error, as it is answered.
 *
 * @param code stable, for programs
 * @param status of HTTP
 * @param title what the code means, always the same sentence
 * @param detail what happened this time; never a secret, never a stack trace
 * @param retryable whether the same request may succeed later without anybody's help; with 429 and 503 a {@code Retry-After}
 *     says when
 */
public record Problem(String code, int status, String title, String detail, boolean retryable) {
    /** What RFC 9457 calls its media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** Seconds that an answer with 429 or 503 asks for. */
    static final int RETRY_SECONDS = 10;

    private static final String PAGE = "/problems.html#";
    private static final JsonFactory JSON = new JsonFactory();

    /** A problem that core knows. */
    public static Problem of(ErrorCode code, boolean retryable, String detail) {
        return new Problem(code.text(), ProblemStatus.of(code), code.meaning(), detail, retryable);
    }

    /** A failure of core, as it is. */
    public static Problem of(SyncException failure) {
        return of(failure.code(), failure.retryable(), failure.getMessage());
    }

    /** A problem of HTTP. */
    public static Problem of(HttpCode code, String detail) {
        return new Problem(code.text(), code.status(), code.meaning(), detail, code == HttpCode.NOT_READY);
    }

    /** Whether the answer must say when to come again. */
    boolean hasRetryAfter() {
        return status == 429 || status == 503;
    }

    /**
     * The document.
     *
     * @param contextPath where the application lies; the type's page lies beneath it
     */
    public String json(String contextPath, String correlationId) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", contextPath + PAGE + code);
            json.writeStringField("title", title);
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            json.writeStringField("code", code);
            json.writeBooleanField("retryable", retryable);
            json.writeStringField("correlationId", correlationId);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
