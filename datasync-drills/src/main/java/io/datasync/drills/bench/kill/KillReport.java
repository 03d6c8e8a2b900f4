package io.datasync.drills.bench.kill;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a comparison gave.
 *
 * @param at when it ended
 * @param where the file system, in words
 * @param seed gives the moments of the kills
 * @param loadBefore the system's load when it began
 * @param loadAfter and when it had ended
 * @param results tool by tool
 */
public record KillReport(
        Instant at, String where, long seed, double loadBefore, double loadAfter, List<KillResult> results) {
    private static final double MIB = 1 << 20;

    public KillReport {
        results = List.copyOf(results);
    }

    /** For people. */
    public String table() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "Killed (KILL) while copying 3,000 files of 2-40 KB and 8 of 16 MiB, then run again to the end; all rounds added up.");
        line(
                text,
                "Measured %s, %s. Seed %d. Load %.1f before, %.1f after.",
                at.truncatedTo(ChronoUnit.SECONDS),
                where,
                seed,
                loadBefore,
                loadAfter);
        line(text, "");
        line(
                text,
                "%-14s %6s %14s %14s %11s %13s %11s  %s",
                "",
                "kills",
                "broken then",
                "broken after",
                "left over",
                "files again",
                "MiB again",
                "exit codes");
        for (KillResult each : results) {
            line(
                    text,
                    "%-14s %6d %14d %14d %11d %13s %11.1f  %s",
                    each.tool(),
                    each.kills(),
                    each.brokenAfterKill(),
                    each.brokenInTheEnd(),
                    each.leftOver(),
                    each.filesAgain() < 0 ? "-" : String.valueOf(each.filesAgain()),
                    each.bytesAgain() / MIB,
                    each.exitCodes().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        line(text, "");
        line(text, "broken: files under their own names with another content, after the kill, and after the next run.");
        line(
                text,
                "left over: files that nobody needs, after the next run. again: whole at the kill, and written once more.");
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
            json.writeNumberField("seed", seed);
            json.writeNumberField("loadBefore", loadBefore);
            json.writeNumberField("loadAfter", loadAfter);
            json.writeArrayFieldStart("tools");
            for (KillResult each : results) {
                json.writeStartObject();
                json.writeStringField("name", each.tool());
                json.writeNumberField("kills", each.kills());
                json.writeNumberField("brokenAfterKill", each.brokenAfterKill());
                json.writeNumberField("brokenInTheEnd", each.brokenInTheEnd());
                json.writeNumberField("leftOver", each.leftOver());
                json.writeNumberField("filesAgain", each.filesAgain());
                json.writeNumberField("bytesAgain", each.bytesAgain());
                json.writeArrayFieldStart("exitCodes");
                for (int code : each.exitCodes()) {
                    json.writeNumber(code);
                }
                json.writeEndArray();
                json.writeBooleanField("clean", each.isClean());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text + "\n";
    }
}
