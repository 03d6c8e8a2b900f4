package io.datasync.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.json.CompareAnswerReader;
import io.datasync.core.protocol.json.CompareLineWriter;
import io.datasync.core.protocol.json.JsonLimits;
import io.datasync.core.protocol.json.ProgressJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Makes and reads the bodies of a run's conversation. */
final class Messages {
    private Messages() {}

    /** What writes a message. */
    interface Message {
        void writeTo(OutputStream out) throws IOException;
    }

    static byte[] bytes(Message message) {
        var bytes = new ByteArrayOutputStream();
        try {
            message.writeTo(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static String text(Message message) {
        return new String(bytes(message), UTF_8);
    }

    static byte[] zipped(byte[] plain) {
        return bytes(out -> {
            try (var gzip = new GZIPOutputStream(out)) {
                gzip.write(plain);
            }
        });
    }

    static List<SourceEntry> entries(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> SourceEntry.file(
                        RelativePath.known("2026-04-23/part-%06d.csv".formatted(number)), number, number))
                .toList();
    }

    static byte[] reports(List<SourceEntry> entries) {
        List<Report> reports = new ArrayList<>();
        for (SourceEntry entry : entries) {
            reports.add(new Report.Verified(1, new Fact(entry, Digest.OF_NOTHING, Instant.EPOCH)));
        }
        reports.add(new Report.Failed(1, RelativePath.known("2026-04-23/locked"), ErrorCode.FILE_UNREADABLE));
        return bytes(out -> ProgressJson.write(out, new ProgressRequest(reports)));
    }

    static byte[] lines(List<SourceEntry> entries) {
        return bytes(out -> {
            var writer = new CompareLineWriter(out);
            writer.write(new CompareLine.Start(entries.get(0).path().folder()));
            for (SourceEntry entry : entries) {
                writer.write(new CompareLine.Item(entry, Optional.empty()));
            }
            writer.write(new CompareLine.End(entries.get(0).path().folder(), true));
            writer.finish();
        });
    }

    static List<CompareAnswer> verdicts(byte[] body) throws SyncException {
        List<CompareAnswer> verdicts = new ArrayList<>();
        CompareAnswerReader.read(new ByteArrayInputStream(body), JsonLimits.DEFAULTS, verdicts::add);
        return verdicts;
    }
}
