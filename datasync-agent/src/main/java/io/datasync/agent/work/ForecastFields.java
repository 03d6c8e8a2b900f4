package io.datasync.agent.work;

import com.fasterxml.jackson.core.JsonGenerator;
import io.datasync.core.purge.PurgeForecast;
import java.io.IOException;

/** A forecast as fields of a job's JSON object, in the status file and in what {@code once --json} says. */
public final class ForecastFields {
    private ForecastFields() {}

    /** Writes {@code purge} with its kind, and what there is of {@code purgeReason}, {@code purgeFrom}, {@code purgeUntil}. */
    public static void write(JsonGenerator out, PurgeForecast forecast) throws IOException {
        out.writeStringField("purge", forecast.kind());
        if (forecast instanceof PurgeForecast.Unknown unknown) {
            out.writeStringField("purgeReason", unknown.reason().text());
        }
        if (forecast.due().isPresent()) {
            out.writeStringField("purgeFrom", forecast.due().get().from().toString());
            out.writeStringField("purgeUntil", forecast.due().get().until().toString());
        }
    }
}
