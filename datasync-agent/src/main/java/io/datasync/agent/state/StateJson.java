package io.datasync.agent.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.JobList;
import io.datasync.core.protocol.fleet.RunnerStatus;
import io.datasync.core.protocol.json.JobsJson;
import io.datasync.core.protocol.json.JsonLimits;
import io.datasync.core.transfer.MachineIds;
import io.datasync.core.transfer.MachineIds.Former;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The state as one flat JSON object of strings; the list of jobs is a document of its own within it. Unknown fields are dropped. */
final class StateJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private StateJson() {}

    static byte[] write(AgentState state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("privateKey", state.deviceKey().privateKey());
            json.writeStringField("publicKey", state.deviceKey().publicKey());
            json.writeStringField("apiKey", state.apiKey().secret());
            json.writeStringField("machine", state.machine().now());
            json.writeStringField("formerMachines", formerText(state.machine()));
            json.writeStringField("fingerprint", state.fingerprint());
            json.writeStringField("heartbeats", Long.toString(state.heartbeatsReserved()));
            optional(json, "runner", state.runner().map(RunnerId::text));
            optional(json, "status", state.status().map(RunnerStatus::text));
            optional(json, "server", state.server().map(URI::toString));
            if (state.jobs().isPresent()) {
                ByteArrayOutputStream jobs = new ByteArrayOutputStream();
                JobsJson.write(jobs, state.jobs().get());
                json.writeStringField("jobs", jobs.toString(StandardCharsets.UTF_8));
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void optional(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }

    static AgentState read(byte[] bytes) throws Vault.BrokenException {
        Map<String, String> fields = fields(bytes);
        try {
            DeviceKey deviceKey =
                    new DeviceKey(base64(required(fields, "privateKey")), base64(required(fields, "publicKey")));
            return new AgentState(
                    deviceKey,
                    new ApiKey(required(fields, "apiKey")),
                    new MachineIds(required(fields, "machine"), former(fields.getOrDefault("formerMachines", ""))),
                    required(fields, "fingerprint"),
                    Optional.ofNullable(fields.get("runner")).map(RunnerId::new),
                    Optional.ofNullable(fields.get("status"))
                            .map(text -> RunnerStatus.valueOf(text.toUpperCase(Locale.ROOT))),
                    Optional.ofNullable(fields.get("server")).map(URI::create),
                    Long.parseLong(required(fields, "heartbeats")),
                    jobs(fields));
        } catch (IllegalArgumentException | SyncException e) {
            throw new Vault.BrokenException("a field of it cannot be read: " + e.getMessage());
        }
    }

    private static Optional<JobList> jobs(Map<String, String> fields) throws SyncException {
        String jobs = fields.get("jobs");
        return jobs == null
                ? Optional.empty()
                : Optional.of(JobsJson.readJobList(
                        new ByteArrayInputStream(jobs.getBytes(StandardCharsets.UTF_8)), JsonLimits.DEFAULTS));
    }

    /** {@code <id> <milliseconds>}, one a line. */
    private static String formerText(MachineIds machine) {
        return machine.former().stream()
                .map(one -> one.id() + " " + one.until().toEpochMilli())
                .collect(Collectors.joining("\n"));
    }

    private static List<Former> former(String text) {
        return text.lines()
                .map(line -> line.split(" ", 2))
                .map(pair -> new Former(pair[0], Instant.ofEpochMilli(Long.parseLong(pair[pair.length - 1]))))
                .toList();
    }

    private static byte[] base64(String text) {
        return Base64.getDecoder().decode(text);
    }

    private static String required(Map<String, String> fields, String name) throws Vault.BrokenException {
        String value = fields.get(name);
        if (value == null) {
            throw new Vault.BrokenException("it has no " + name);
        }
        return value;
    }

    private static Map<String, String> fields(byte[] bytes) throws Vault.BrokenException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = FACTORY.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new Vault.BrokenException("it is not an object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.VALUE_STRING) {
                    fields.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new Vault.BrokenException("it is not JSON: " + e.getMessage());
        }
        return fields;
    }
}
