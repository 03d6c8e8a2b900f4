package io.datasync.agent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.datasync.agent.work.ForecastFields;
import io.datasync.core.balance.Balance;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.ChangeCensus;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.purge.PurgeForecast;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How an execution went, for people and for programs. */
final class ResultText {
    private static final int NAMED_MAX = 20;
    private static final double MILLIS_PER_SECOND = 1000.0;
    private static final double BYTES_PER_MB = 1_000_000.0;

    private final JobDefinition job;
    private final CycleResult result;
    private final Optional<PurgeForecast> forecast;

    ResultText(JobDefinition job, CycleResult result, Optional<PurgeForecast> forecast) {
        this.job = job;
        this.result = result;
        this.forecast = forecast;
    }

    private double seconds() {
        return result.took().toMillis() / MILLIS_PER_SECOND;
    }

    /** One line in the order of the equation. */
    String line() {
        if (result.failure().isPresent() && result.balance().seen() == 0) {
            // Zeros would be read as an empty source.
            return job.job() + ": no file was seen, and nothing sent.";
        }
        String sent = result.uploaded() + " files sent, "
                + String.format(Locale.ROOT, "%.1f MB in %.1f s", result.uploadedBytes() / BYTES_PER_MB, seconds());
        return job.job() + ": " + result.balance() + ". " + sent + (result.reported() ? "." : "; not reported yet.");
    }

    /** The first files that could not be archived, that were lost, and that are being written, a line each. */
    List<String> named() {
        List<String> lines = new ArrayList<>();
        name(lines, result.failures(), result.balance().failed(), "could not be archived");
        name(lines, result.lostFiles(), result.balance().lost(), "were lost");
        name(lines, result.waiting(), 0, "are being written");
        ChangeCensus changes = result.changes();
        if (changes.stands()) {
            String held = Long.toString(changes.held());
            lines.add(ChangeText.of(job.job().text(), held, Long.toString(changes.renamed())));
        }
        return lines;
    }

    /** When the oldest file that is left will be deleted; empty when none is left, or nothing was said. */
    Optional<String> purge(Instant now) {
        boolean left = result.balance().inFlight() + result.balance().failed() > 0;
        return forecast.filter(told -> left).map(told -> {
            String reason = told instanceof PurgeForecast.Unknown unknown
                    ? unknown.reason().text()
                    : null;
            return job.job() + ": "
                    + PurgeText.of(told.kind(), reason, told.earliest().orElse(null), now);
        });
    }

    private static void name(List<String> lines, List<CycleResult.NamedFile> files, long counted, String what) {
        files.stream().limit(NAMED_MAX).forEach(file -> lines.add(file.path() + ": " + Advice.of(file.why())));
        long more = Math.max(counted, files.size()) - NAMED_MAX;
        if (more > 0) {
            lines.add("… and " + more + " more that " + what + ".");
        }
    }

    /** One JSON object on one line, of a job that was refused, or that ended by a failure that leaves no figures. */
    static String refusal(JobDefinition job, SyncException why) {
        return written(out -> {
            writeJob(out, job);
            writeFailure(out, why);
        });
    }

    /** One JSON object on one line. */
    String json() {
        return written(this::write);
    }

    @FunctionalInterface
    private interface Fields {
        void to(JsonGenerator out) throws IOException;
    }

    private static String written(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.writeStartObject();
            fields.to(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("A string cannot fail", e);
        }
        return text.toString();
    }

    static void writeJob(JsonGenerator out, JobDefinition job) throws IOException {
        out.writeStringField("job", job.job().text());
        out.writeStringField("source", job.root());
        out.writeStringField("archiveUrl", job.archiveUrl());
    }

    private static void writeFailure(JsonGenerator out, SyncException why) throws IOException {
        out.writeStringField("code", why.code().text());
        out.writeStringField("detail", why.getMessage());
    }

    private void write(JsonGenerator out) throws IOException {
        Balance balance = result.balance();
        writeJob(out, job);
        out.writeNumberField("seen", balance.seen());
        out.writeNumberField("verified", balance.verified());
        out.writeNumberField("inFlight", balance.inFlight());
        out.writeNumberField("excluded", balance.excluded());
        out.writeNumberField("failed", balance.failed());
        out.writeNumberField("lost", balance.lost());
        out.writeNumberField("held", result.changes().held());
        out.writeNumberField("renamed", result.changes().renamed());
        out.writeNumberField("quarantined", result.changes().quarantined());
        out.writeNumberField("incompleteFolders", result.incompleteFolders());
        out.writeNumberField("uploaded", result.uploaded());
        out.writeNumberField("bytes", result.uploadedBytes());
        out.writeNumberField("seconds", seconds());
        out.writeBooleanField("reported", result.reported());
        if (result.run().isPresent()) {
            out.writeStringField("run", result.run().get().text());
        }
        if (forecast.isPresent()) {
            ForecastFields.write(out, forecast.get());
        }
        if (result.failure().isPresent()) {
            writeFailure(out, result.failure().get());
        }
        writeFiles(out, "failures", result.failures());
        writeFiles(out, "lostFiles", result.lostFiles());
        writeFiles(out, "waiting", result.waiting());
    }

    private static void writeFiles(JsonGenerator out, String field, List<CycleResult.NamedFile> files)
            throws IOException {
        out.writeArrayFieldStart(field);
        for (CycleResult.NamedFile file : files) {
            out.writeStartObject();
            out.writeStringField("path", file.path().text());
            out.writeStringField("code", file.why().code().text());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
