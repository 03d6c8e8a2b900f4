package io.datasync.core.protocol.json;

import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.failure.SyncException;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** How one kind of message is written and read, so that one test serves all kinds. */
record Format<T>(String file, Writer<T> writer, Reader<T> reader) {
    interface Writer<T> {
        void write(OutputStream out, T value) throws IOException, SyncException;
    }

    interface Reader<T> {
        T read(InputStream in, JsonLimits limits) throws SyncException;
    }

    static final Format<List<CompareLine>> COMPARE_LINES =
            new Format<>("compare-lines.ndjson", Format::writeLines, Format::readLines);
    static final Format<List<CompareAnswer>> COMPARE_ANSWERS =
            new Format<>("compare-answers.ndjson", Format::writeAnswers, Format::readAnswers);

    byte[] bytes(T value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SyncException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    T read(byte[] bytes) throws SyncException {
        return reader.read(new ByteArrayInputStream(bytes), JsonLimits.DEFAULTS);
    }

    private static void writeLines(OutputStream out, List<CompareLine> lines) throws IOException {
        CompareLineWriter writer = new CompareLineWriter(out);
        for (CompareLine line : lines) {
            writer.write(line);
        }
        writer.finish();
    }

    private static List<CompareLine> readLines(InputStream in, JsonLimits limits) throws SyncException {
        CompareLines reader = new CompareLineReader(in, limits);
        List<CompareLine> lines = new ArrayList<>();
        for (CompareLine line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }
        return lines;
    }

    private static void writeAnswers(OutputStream out, List<CompareAnswer> answers) throws IOException, SyncException {
        CompareAnswerWriter writer = new CompareAnswerWriter(out);
        for (CompareAnswer answer : answers) {
            writer.answer(answer);
        }
        writer.finish();
    }

    private static List<CompareAnswer> readAnswers(InputStream in, JsonLimits limits) throws SyncException {
        List<CompareAnswer> answers = new ArrayList<>();
        CompareAnswerReader.read(in, limits, answers::add);
        return answers;
    }
}
