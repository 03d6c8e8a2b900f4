package io.datasync.agent.work;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.datasync.agent.state.AgentHome;
import io.datasync.core.balance.Balance;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The file by which a running agent tells other processes how it is: one JSON object, replaced whole. */
public final class StatusFile {
    private final Path file;

    /** That of the agent in this home. */
    public StatusFile(AgentHome home) {
        this.file = home.status();
    }

    /**
     * What was written last, or empty.
     *
     * @throws SyncException {@code STATE_CORRUPT} when it cannot be read
     */
    public Optional<String> read() throws SyncException {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new SyncException(
                    ErrorCode.STATE_CORRUPT, true, "The status in " + file + " cannot be read: " + e, e);
        }
    }

    /** For one thread at a time. */
    void write(boolean running, boolean online, Instant asOf, Map<JobId, JobStatus> jobs) throws SyncException {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(fresh, json(running, online, asOf, jobs));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new SyncException(
                    ErrorCode.STATE_CORRUPT, true, "The status in " + file + " cannot be written: " + e, e);
        }
    }

    private static byte[] json(boolean running, boolean online, Instant asOf, Map<JobId, JobStatus> jobs)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = new JsonFactory().createGenerator(bytes)) {
            out.writeStartObject();
            out.writeBooleanField("running", running);
            out.writeBooleanField("online", online);
            out.writeStringField("asOf", asOf.toString());
            out.writeArrayFieldStart("jobs");
            for (Map.Entry<JobId, JobStatus> job : jobs.entrySet()) {
                write(out, job.getKey(), job.getValue());
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, JobId job, JobStatus status) throws IOException {
        Balance balance = status.balance();
        out.writeStartObject();
        out.writeStringField("job", job.text());
        out.writeStringField(
                "phase",
                status.phase()
                        .map(phase -> phase.name().toLowerCase(Locale.ROOT))
                        .orElse("idle"));
        if (status.run().isPresent()) {
            out.writeStringField("run", status.run().get().text());
        }
        out.writeNumberField("seen", balance.seen());
        out.writeNumberField("verified", balance.verified());
        out.writeNumberField("inFlight", balance.inFlight());
        out.writeNumberField("excluded", balance.excluded());
        out.writeNumberField("failed", balance.failed());
        out.writeNumberField("lost", balance.lost());
        if (status.changes().isPresent()) {
            out.writeNumberField("held", status.changes().get().held());
            out.writeNumberField("renamed", status.changes().get().renamed());
            out.writeNumberField("quarantined", status.changes().get().quarantined());
        }
        out.writeNumberField("filesDone", status.filesDone());
        out.writeNumberField("filesTotal", status.filesTotal());
        out.writeNumberField("bytesDone", status.bytesDone());
        out.writeNumberField("bytesTotal", status.bytesTotal());
        if (status.first().isPresent()) {
            out.writeStringField("first", status.first().get().text());
        }
        if (status.last().isPresent()) {
            out.writeStringField("last", status.last().get().text());
        }
        if (status.forecast().isPresent()) {
            ForecastFields.write(out, status.forecast().get());
        }
        if (status.code().isPresent()) {
            out.writeStringField("code", status.code().get());
        }
        out.writeEndObject();
    }
}
