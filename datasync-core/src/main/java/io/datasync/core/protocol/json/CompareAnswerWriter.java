package io.datasync.core.protocol.json;

import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.Problem;
import java.io.IOException;
import java.io.OutputStream;

/** Writes what {@link CompareAnswerReader} reads. For one thread. */
public final class CompareAnswerWriter implements CompareAnswers {
    private final LineWriter lines;

    /** Writes here; who opened the stream closes it. */
    public CompareAnswerWriter(OutputStream out) throws IOException {
        lines = new LineWriter(out);
    }

    /**
     * Writes one verdict.
     *
     * @throws SyncException {@code MESSAGE_TRUNCATED} (retryable) when the reader went away
     */
    @Override
    public void answer(CompareAnswer answer) throws SyncException {
        try {
            lines.line(json -> {
                json.writeStringField("path", answer.path().text());
                json.writeStringField("verdict", answer.verdict().text());
                JsonWriting.optional(json, "digest", answer.digest().map(Digest::hex));
            });
        } catch (IOException e) {
            throw new SyncException(ErrorCode.MESSAGE_TRUNCATED, true, "The reader of the verdicts went away: " + e, e);
        }
    }

    /** Writes the last line, without which the reader takes the message for truncated. */
    public void finish() throws IOException {
        lines.finish();
    }

    /** Ends the message with a failure that came up when its status was sent already. */
    public void fail(Problem problem) throws IOException {
        lines.line(json -> {
            json.writeObjectFieldStart("problem");
            ProblemJson.fields(json, problem);
            json.writeEndObject();
        });
        lines.abandon();
    }
}
