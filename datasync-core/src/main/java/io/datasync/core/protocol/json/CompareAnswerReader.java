package io.datasync.core.protocol.json;

import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareVerdict;
import java.io.InputStream;

/** The answer to a comparison as it arrives: {@code {path, verdict, digest?}} and {@code {"end":n}}. Holds one line. */
public final class CompareAnswerReader {
    private CompareAnswerReader() {}

    /**
     * Hands over every verdict, and returns when the last line was read.
     *
     * @throws SyncException what {@code answers} throws; what the server wrote with {@link CompareAnswerWriter#fail}; what cannot be read
     */
    public static void read(InputStream in, JsonLimits limits, CompareAnswers answers) throws SyncException {
        LineReader lines = new LineReader(in, limits);
        for (JsonFields fields = lines.next(); fields != null; fields = lines.next()) {
            if (fields.has("problem")) {
                throw ProblemJson.problem(fields.object("problem")).failure();
            }
            RelativePath path = EntryJson.path(fields);
            CompareVerdict verdict = fields.parsed("verdict", text -> EntryJson.named(CompareVerdict.class, text));
            answers.answer(new CompareAnswer(path, verdict, fields.optional("digest", Digest::parse)));
        }
    }
}
