package io.datasync.agent.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The status file in lines for people. */
final class StatusText {
    private final String json;
    private final Instant now;

    StatusText(String json, Instant now) {
        this.json = json;
        this.now = now;
    }

    /** A line for the agent, and one for each job; an unreadable file is said to be one. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        try (JsonParser in = new JsonFactory().createParser(json)) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                if (token == JsonToken.START_ARRAY) {
                    lines.add("As of " + fields.get("asOf") + ", server "
                            + ("true".equals(fields.get("online")) ? "reachable" : "unreachable") + ".");
                } else if (token == JsonToken.START_OBJECT) {
                    fields.clear();
                } else if (token.isScalarValue()) {
                    fields.put(String.valueOf(in.currentName()), in.getText());
                } else if (token == JsonToken.END_OBJECT && fields.containsKey("job")) {
                    lines.add(job(fields));
                    if (fields.containsKey("purge")) {
                        lines.add("  " + purge(fields));
                    }
                    fields.clear();
                }
            }
        } catch (IOException e) {
            lines.add("The status file cannot be read: " + e.getMessage());
        }
        return lines;
    }

    private String purge(Map<String, String> fields) throws IOException {
        String from = fields.get("purgeFrom");
        try {
            return PurgeText.of(
                    String.valueOf(fields.get("purge")),
                    fields.get("purgeReason"),
                    from == null ? null : Instant.parse(from),
                    now);
        } catch (DateTimeException e) {
            throw new IOException("not a time: " + from, e);
        }
    }

    private static String job(Map<String, String> fields) {
        String line = fields.get("job") + ": " + fields.get("phase") + ", seen " + fields.get("seen") + " = verified "
                + fields.get("verified") + " + in flight " + fields.get("inFlight") + " + excluded "
                + fields.get("excluded") + " + failed " + fields.get("failed") + " + lost " + fields.get("lost");
        String code = fields.get("code");
        String quarantined = fields.getOrDefault("quarantined", "0");
        String counted = quarantined.equals("0") ? line : line + ", of the excluded " + quarantined + " quarantined";
        String whole = code == null ? counted : counted + ", last failure " + code;
        String held = fields.getOrDefault("held", "0");
        String renamed = fields.getOrDefault("renamed", "0");
        return held.equals("0") && renamed.equals("0")
                ? whole
                : whole + ". " + ChangeText.of(fields.get("job"), held, renamed);
    }
}
