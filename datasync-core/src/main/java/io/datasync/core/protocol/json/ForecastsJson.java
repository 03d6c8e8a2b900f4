package io.datasync.core.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.JobId;
import io.datasync.core.protocol.fleet.Heartbeat;
import io.datasync.core.protocol.fleet.JobForecast;
import io.datasync.core.purge.PurgeForecast;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When files of jobs will be deleted: a part of heartbeats, and a document of its own. */
public final class ForecastsJson {
    private static final String FIELD = "forecasts";

    private ForecastsJson() {}

    /**
     * Writes {@code {forecasts: [{job, kind, reason?, since?, from?, until?}]}}. Kinds: {@code unknown} with its reason, {@code idle} since
     * when, {@code due}, {@code nothing_waiting}; {@code from} and {@code until} are the interval, of a file made now when nothing waits.
     */
    public static void write(OutputStream out, List<JobForecast> forecasts) throws IOException {
        JsonWriting.document(out, json -> write(json, forecasts));
    }

    /** Reads what {@link #write(OutputStream, List)} wrote; what only a newer agent says becomes unknown. */
    public static List<JobForecast> read(InputStream in, JsonLimits limits) throws SyncException {
        return read(JsonReading.document(in, limits.documentBytesMax()));
    }

    static void write(JsonGenerator json, List<JobForecast> forecasts) throws IOException {
        json.writeArrayFieldStart(FIELD);
        for (JobForecast each : forecasts) {
            json.writeStartObject();
            json.writeStringField("job", each.job().text());
            write(json, each.forecast());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, PurgeForecast forecast) throws IOException {
        json.writeStringField("kind", forecast.kind());
        Optional<PurgeForecast.Due> due = forecast.due();
        if (forecast instanceof PurgeForecast.Unknown unknown) {
            json.writeStringField("reason", unknown.reason().text());
        } else if (forecast instanceof PurgeForecast.Idle idle) {
            JsonWriting.instant(json, "since", idle.since());
        } else if (forecast instanceof PurgeForecast.NothingWaiting nothing) {
            due = nothing.next();
        }
        if (due.isPresent()) {
            JsonWriting.instant(json, "from", due.get().from());
            JsonWriting.instant(json, "until", due.get().until());
        }
    }

    static List<JobForecast> read(JsonFields fields) throws SyncException {
        List<JobForecast> forecasts = new ArrayList<>();
        if (fields.has(FIELD)) {
            for (JsonFields each : fields.objects(FIELD, Heartbeat.JOBS_MAX)) {
                forecasts.add(new JobForecast(each.parsed("job", JobId::parse), forecast(each)));
            }
        }
        return forecasts;
    }

    private static PurgeForecast forecast(JsonFields fields) throws SyncException {
        return switch (fields.text("kind")) {
            case "due" -> due(fields);
            case "idle" -> new PurgeForecast.Idle(fields.instant("since"), due(fields));
            case "nothing_waiting" ->
                new PurgeForecast.NothingWaiting(fields.has("from") ? Optional.of(due(fields)) : Optional.empty());
            case "unknown" -> new PurgeForecast.Unknown(reason(fields.text("reason")));
            default -> new PurgeForecast.Unknown(PurgeForecast.Reason.NOT_UNDERSTOOD);
        };
    }

    private static PurgeForecast.Due due(JsonFields fields) throws SyncException {
        Instant from = fields.instant("from");
        Instant until = fields.instant("until");
        if (until.isBefore(from)) {
            throw fields.malformed("until", "before from");
        }
        return new PurgeForecast.Due(from, until);
    }

    private static PurgeForecast.Reason reason(String text) {
        for (PurgeForecast.Reason reason : PurgeForecast.Reason.values()) {
            if (reason.text().equals(text)) {
                return reason;
            }
        }
        return PurgeForecast.Reason.NOT_UNDERSTOOD;
    }
}
