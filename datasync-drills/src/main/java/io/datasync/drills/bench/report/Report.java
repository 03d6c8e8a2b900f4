package io.datasync.drills.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.datasync.drills.bench.measure.Measured;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * What one call measured.
 *
 * @param at when it ended
 * @param where the file system, in words
 * @param rounds measured runs of each contender
 * @param loadBefore the system's load when it began
 * @param loadAfter and when it had ended
 * @param results case by case
 */
public record Report(
        Instant at, String where, int rounds, double loadBefore, double loadAfter, List<CaseResult> results) {
    public Report {
        results = List.copyOf(results);
    }

    /** For people. */
    public String table() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "Measured %s on %d processors, %s.",
                at.truncatedTo(ChronoUnit.SECONDS),
                Runtime.getRuntime().availableProcessors(),
                where);
        line(
                text,
                "Caches warm; %d rounds in turn, each contender once a round. Times are medians, memory is the highest peak, a ratio is the"
                        + " median of those of the rounds. Load %.1f before, %.1f after.",
                rounds,
                loadBefore,
                loadAfter);
        for (CaseResult result : results) {
            line(text, "");
            line(text, "%s   (load %.1f, %.1f)", result.title(), result.loadBefore(), result.loadAfter());
            line(text, "  %-28s %10s %10s %10s %8s", "", "wall s", "cpu s", "peak MiB", "ratio");
            Measured subject = result.measured().get(0);
            for (Measured each : result.measured()) {
                String ratio = each.equals(subject) ? "" : String.format(Locale.ROOT, "%.3f", subject.ratioTo(each));
                line(
                        text,
                        "  %-28s %10.3f %10.3f %10.1f %8s",
                        each.name(),
                        each.wallSeconds(),
                        each.cpuSeconds(),
                        each.peakMib(),
                        ratio);
            }
            for (Verdict verdict : result.verdicts()) {
                line(
                        text,
                        "  %-6s %.3f %s, target %s",
                        verdict.passed() ? "passed" : "MISSED",
                        verdict.value(),
                        verdict.what(),
                        verdict.limit());
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... figures) {
        text.append(String.format(Locale.ROOT, format, figures).stripTrailing()).append('\n');
    }

    /** For programs: one object. */
    public String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("at", at.toString());
            json.writeStringField("where", where);
            json.writeNumberField("rounds", rounds);
            json.writeNumberField("loadBefore", loadBefore);
            json.writeNumberField("loadAfter", loadAfter);
            json.writeArrayFieldStart("cases");
            for (CaseResult result : results) {
                write(json, result);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, CaseResult result) throws IOException {
        json.writeStartObject();
        json.writeStringField("case", result.title());
        json.writeNumberField("loadBefore", result.loadBefore());
        json.writeNumberField("loadAfter", result.loadAfter());
        json.writeArrayFieldStart("measured");
        for (Measured each : result.measured()) {
            json.writeStartObject();
            json.writeStringField("name", each.name());
            json.writeNumberField("wallSeconds", each.wallSeconds());
            json.writeNumberField("cpuSeconds", each.cpuSeconds());
            json.writeNumberField("peakMib", each.peakMib());
            json.writeNumberField("ratio", result.measured().get(0).ratioTo(each));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("targets");
        for (Verdict verdict : result.verdicts()) {
            json.writeStartObject();
            json.writeStringField("what", verdict.what());
            json.writeNumberField("value", verdict.value());
            json.writeNumberField("limit", verdict.limit());
            json.writeBooleanField("passed", verdict.passed());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
