package io.datasync.core.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.protocol.fleet.JobKind;
import io.datasync.core.protocol.fleet.JobList;
import io.datasync.core.purge.PurgePool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The jobs of a runner. */
public final class JobsJson {
    private JobsJson() {}

    /**
     * Writes {@code {jobs: [{job, kind, zone, root, archiveUrl, include: [glob], exclude: [glob], intervalSeconds, quietPeriodSeconds,
     * enabled, pool?: {name, filesMax?, bytesMax?}}]}}.
     */
    public static void write(OutputStream out, JobList list) throws IOException {
        JsonWriting.document(out, json -> {
            json.writeArrayFieldStart("jobs");
            for (JobDefinition job : list.jobs()) {
                json.writeStartObject();
                write(json, job);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, JobDefinition job) throws IOException {
        json.writeStringField("job", job.job().text());
        json.writeStringField("kind", job.kind().text());
        json.writeStringField("zone", job.zone().getId());
        JsonWriting.text(json, "root", job.root());
        JsonWriting.text(json, "archiveUrl", job.archiveUrl());
        globs(json, "include", job.include());
        globs(json, "exclude", job.exclude());
        json.writeNumberField("intervalSeconds", job.interval().toSeconds());
        json.writeNumberField("quietPeriodSeconds", job.quietPeriod().toSeconds());
        json.writeBooleanField("enabled", job.enabled());
        if (job.pool().isPresent()) {
            write(json, job.pool().get());
        }
    }

    private static void write(JsonGenerator json, PurgePool pool) throws IOException {
        json.writeObjectFieldStart("pool");
        json.writeStringField("name", pool.name());
        if (pool.filesMax().isPresent()) {
            json.writeNumberField("filesMax", pool.filesMax().getAsLong());
        }
        if (pool.bytesMax().isPresent()) {
            json.writeNumberField("bytesMax", pool.bytesMax().getAsLong());
        }
        json.writeEndObject();
    }

    private static void globs(JsonGenerator json, String field, List<String> globs) throws IOException {
        json.writeArrayFieldStart(field);
        for (String glob : globs) {
            json.writeString(glob);
        }
        json.writeEndArray();
    }

    /** Reads what {@link #write} wrote; at most {@link JsonLimits#openBytesMax} bytes. */
    public static JobList readJobList(InputStream in, JsonLimits limits) throws SyncException {
        List<JobDefinition> jobs = new ArrayList<>();
        JsonElements elements = new JsonElements("jobs", JobList.JOBS_MAX, element -> jobs.add(job(element)));
        JsonFields fields = JsonReading.document(in, limits.openBytesMax(), elements);
        if (!fields.has("jobs")) {
            throw fields.malformed("jobs", "missing");
        }
        return new JobList(jobs);
    }

    private static JobDefinition job(JsonFields fields) throws SyncException {
        return new JobDefinition(
                fields.parsed("job", JobId::parse),
                fields.parsed("kind", text -> EntryJson.named(JobKind.class, text)),
                fields.parsed("zone", JobsJson::zone),
                fields.text("root", JobDefinition.TEXT_MAX),
                fields.text("archiveUrl", JobDefinition.TEXT_MAX),
                fields.texts("include", JobDefinition.GLOBS_MAX, JobsJson::glob),
                fields.texts("exclude", JobDefinition.GLOBS_MAX, JobsJson::glob),
                fields.seconds("intervalSeconds"),
                fields.seconds("quietPeriodSeconds"),
                fields.flag("enabled"),
                fields.has("pool") ? Optional.of(pool(fields.object("pool"))) : Optional.empty());
    }

    private static PurgePool pool(JsonFields fields) throws SyncException {
        return PurgePool.parse(
                fields.text("name", PurgePool.NAME_MAX), limit(fields, "filesMax"), limit(fields, "bytesMax"));
    }

    private static OptionalLong limit(JsonFields fields, String name) throws SyncException {
        return fields.has(name) ? OptionalLong.of(fields.count(name)) : OptionalLong.empty();
    }

    private static ZoneId zone(String text) throws SyncException {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw JsonReading.malformed("", "not a time zone", e);
        }
    }

    private static String glob(String text) throws SyncException {
        if (text.isEmpty() || text.length() > JobDefinition.TEXT_MAX) {
            throw JsonReading.malformed("", "not 1 to " + JobDefinition.TEXT_MAX + " characters", null);
        }
        return text;
    }
}
