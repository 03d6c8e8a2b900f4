package io.datasync.core.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.ActiveJob;
import io.datasync.core.protocol.fleet.AgentStatus;
import io.datasync.core.protocol.fleet.EndedCycle;
import io.datasync.core.protocol.fleet.EnrolmentAnswer;
import io.datasync.core.protocol.fleet.Heartbeat;
import io.datasync.core.protocol.fleet.HeartbeatAnswer;
import io.datasync.core.protocol.fleet.JobPhase;
import io.datasync.core.protocol.fleet.RegisterAnswer;
import io.datasync.core.protocol.fleet.RegisterRequest;
import io.datasync.core.protocol.fleet.RunnerStatus;
import io.datasync.core.protocol.fleet.ShareStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Enrolment and heartbeats. */
public final class FleetJson {
    private FleetJson() {}

    /** Writes {@code {runnerId?, host, fingerprint, os, agentVersion, publicKey, keySha256, proof}}, keys in base64. */
    public static void write(OutputStream out, RegisterRequest request) throws IOException {
        JsonWriting.document(out, json -> {
            JsonWriting.optional(json, "runnerId", request.wanted());
            JsonWriting.text(json, "host", request.host());
            JsonWriting.text(json, "fingerprint", request.fingerprint());
            JsonWriting.text(json, "os", request.os());
            JsonWriting.text(json, "agentVersion", request.agentVersion());
            json.writeStringField("publicKey", request.publicKey());
            json.writeStringField("keySha256", request.keySha256().hex());
            json.writeStringField("proof", request.proof());
        });
    }

    /** Reads what {@link #write(OutputStream, RegisterRequest)} wrote; whether the proof holds is for others to say. */
    public static RegisterRequest readRegisterRequest(InputStream in, JsonLimits limits) throws SyncException {
        JsonFields fields = JsonReading.document(in, limits.documentBytesMax());
        return new RegisterRequest(
                fields.optional("runnerId", RunnerId::parse),
                fields.text("host", RegisterRequest.TEXT_MAX),
                fields.text("fingerprint", RegisterRequest.TEXT_MAX),
                fields.text("os", RegisterRequest.TEXT_MAX),
                fields.text("agentVersion", RegisterRequest.TEXT_MAX),
                fields.parsed("publicKey", FleetJson::base64),
                fields.parsed("keySha256", Digest::parse),
                fields.parsed("proof", FleetJson::base64));
    }

    private static String base64(String text) throws SyncException {
        try {
            int length = Base64.getDecoder().decode(text).length;
            if (length > 0 && length <= RegisterRequest.KEY_BYTES_MAX) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw JsonReading.malformed("", "not base64", e);
        }
        throw JsonReading.malformed("", "not 1 to " + RegisterRequest.KEY_BYTES_MAX + " bytes", null);
    }

    /** Writes {@code {runnerId, status, replaces?}}. */
    public static void write(OutputStream out, RegisterAnswer answer) throws IOException {
        JsonWriting.document(out, json -> {
            json.writeStringField("runnerId", answer.runner().text());
            json.writeStringField("status", answer.status().text());
            JsonWriting.optional(json, "replaces", answer.replaces());
        });
    }

    /** Reads what {@link #write(OutputStream, RegisterAnswer)} wrote. */
    public static RegisterAnswer readRegisterAnswer(InputStream in, JsonLimits limits) throws SyncException {
        JsonFields fields = JsonReading.document(in, limits.documentBytesMax());
        return new RegisterAnswer(runner(fields), status(fields), fields.optional("replaces", RunnerId::parse));
    }

    /** Writes {@code {runnerId, status}}. */
    public static void write(OutputStream out, EnrolmentAnswer answer) throws IOException {
        JsonWriting.document(out, json -> {
            json.writeStringField("runnerId", answer.runner().text());
            json.writeStringField("status", answer.status().text());
        });
    }

    /** Reads what {@link #write(OutputStream, EnrolmentAnswer)} wrote. */
    public static EnrolmentAnswer readEnrolmentAnswer(InputStream in, JsonLimits limits) throws SyncException {
        JsonFields fields = JsonReading.document(in, limits.documentBytesMax());
        return new EnrolmentAnswer(runner(fields), status(fields));
    }

    private static RunnerId runner(JsonFields fields) throws SyncException {
        return fields.parsed("runnerId", RunnerId::parse);
    }

    private static RunnerStatus status(JsonFields fields) throws SyncException {
        return fields.parsed("status", text -> EntryJson.named(RunnerStatus.class, text));
    }

    /**
     * Writes {@code {status, version, sentAt, counter, activeJobs: [{job, run, phase, filesDone, filesTotal, bytesDone, bytesTotal}],
     * forecasts?, azureFilesStatus, sourceCount, oldestUnarchivedAt?, footprintBytes?}}; {@link ForecastsJson} has the forecasts.
     */
    public static void write(OutputStream out, Heartbeat heartbeat) throws IOException {
        JsonWriting.document(out, json -> {
            json.writeStringField("status", heartbeat.status().text());
            JsonWriting.text(json, "version", heartbeat.version());
            JsonWriting.instant(json, "sentAt", heartbeat.sentAt());
            json.writeNumberField("counter", heartbeat.counter());
            json.writeArrayFieldStart("activeJobs");
            for (ActiveJob job : heartbeat.activeJobs()) {
                json.writeStartObject();
                write(json, job);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("endedCycles");
            for (EndedCycle cycle : heartbeat.endedCycles()) {
                json.writeStartObject();
                json.writeStringField("job", cycle.job().text());
                JsonWriting.instant(json, "endedAt", cycle.endedAt());
                json.writeEndObject();
            }
            json.writeEndArray();
            if (!heartbeat.forecasts().isEmpty()) {
                ForecastsJson.write(json, heartbeat.forecasts());
            }
            json.writeStringField("azureFilesStatus", heartbeat.share().text());
            json.writeNumberField("sourceCount", heartbeat.sourceCount());
            JsonWriting.optional(
                    json, "oldestUnarchivedAt", heartbeat.oldestUnarchivedAt().map(Instant::toString));
            if (heartbeat.footprintBytes() != Heartbeat.FOOTPRINT_UNKNOWN) {
                json.writeNumberField("footprintBytes", heartbeat.footprintBytes());
            }
        });
    }

    private static void write(JsonGenerator json, ActiveJob job) throws IOException {
        json.writeStringField("job", job.job().text());
        json.writeStringField("run", job.run().text());
        json.writeStringField("phase", job.phase().text());
        json.writeNumberField("filesDone", job.filesDone());
        json.writeNumberField("filesTotal", job.filesTotal());
        json.writeNumberField("bytesDone", job.bytesDone());
        json.writeNumberField("bytesTotal", job.bytesTotal());
    }

    /** Reads what {@link #write(OutputStream, Heartbeat)} wrote; words that only a newer agent knows become {@code UNKNOWN}. */
    public static Heartbeat readHeartbeat(InputStream in, JsonLimits limits) throws SyncException {
        JsonFields fields = JsonReading.document(in, limits.documentBytesMax());
        List<ActiveJob> jobs = new ArrayList<>();
        for (JsonFields job : fields.objects("activeJobs", Heartbeat.JOBS_MAX)) {
            jobs.add(activeJob(job));
        }
        List<EndedCycle> cycles = new ArrayList<>();
        if (fields.has("endedCycles")) {
            for (JsonFields cycle : fields.objects("endedCycles", Heartbeat.JOBS_MAX)) {
                cycles.add(new EndedCycle(cycle.parsed("job", JobId::parse), cycle.instant("endedAt")));
            }
        }
        return new Heartbeat(
                word(fields, "status", AgentStatus.class, AgentStatus.UNKNOWN),
                fields.text("version", RegisterRequest.TEXT_MAX),
                fields.instant("sentAt"),
                fields.count("counter"),
                jobs,
                cycles,
                ForecastsJson.read(fields),
                word(fields, "azureFilesStatus", ShareStatus.class, ShareStatus.UNKNOWN),
                fields.count("sourceCount"),
                fields.optionalInstant("oldestUnarchivedAt"),
                fields.has("footprintBytes") ? fields.count("footprintBytes") : Heartbeat.FOOTPRINT_UNKNOWN);
    }

    private static ActiveJob activeJob(JsonFields fields) throws SyncException {
        return new ActiveJob(
                fields.parsed("job", JobId::parse),
                fields.parsed("run", RunId::parse),
                word(fields, "phase", JobPhase.class, JobPhase.UNKNOWN),
                fields.count("filesDone"),
                fields.count("filesTotal"),
                fields.count("bytesDone"),
                fields.count("bytesTotal"));
    }

    private static <E extends Enum<E>> E word(JsonFields fields, String name, Class<E> type, E unknown)
            throws SyncException {
        String text = fields.text(name);
        for (E value : type.getEnumConstants()) {
            if (value.name().equalsIgnoreCase(text)) {
                return value;
            }
        }
        return unknown;
    }

    /** Writes {@code {serverTime, nextIntervalSeconds, commandsWaiting}}. */
    public static void write(OutputStream out, HeartbeatAnswer answer) throws IOException {
        JsonWriting.document(out, json -> {
            JsonWriting.instant(json, "serverTime", answer.serverTime());
            json.writeNumberField("nextIntervalSeconds", answer.nextInterval().toSeconds());
            json.writeBooleanField("commandsWaiting", answer.commandsWaiting());
        });
    }

    /** Reads what {@link #write(OutputStream, HeartbeatAnswer)} wrote. */
    public static HeartbeatAnswer readHeartbeatAnswer(InputStream in, JsonLimits limits) throws SyncException {
        JsonFields fields = JsonReading.document(in, limits.documentBytesMax());
        return new HeartbeatAnswer(
                fields.instant("serverTime"), fields.seconds("nextIntervalSeconds"), fields.flag("commandsWaiting"));
    }
}
