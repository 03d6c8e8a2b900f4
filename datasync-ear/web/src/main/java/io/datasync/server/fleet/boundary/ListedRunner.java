package io.datasync.server.fleet.boundary;

import io.datasync.server.fleet.control.RunnerList;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A runner as people see it.
 *
 * @param state {@code pending}, {@code active}, {@code paused}, {@code retired}; {@code rejected} when it was never approved and no
 *     key of it waits
 * @param presence {@code online}, {@code late} from 3 minutes of silence, {@code offline} from 10, {@code never} heard
 * @param pending the keys that wait for a decision
 */
public record ListedRunner(
        String runnerId,
        String state,
        String group,
        String presence,
        String host,
        String fingerprint,
        String os,
        String agentVersion,
        String registeredAt,
        @Nullable String approvedAt,
        @Nullable String lastHeartbeat,
        JsonArray activeJobs,
        @Nullable String azureFilesStatus,
        List<ListedKey> pending) {
    private static final Duration LATE = Duration.ofMinutes(3);
    private static final Duration OFFLINE = Duration.ofMinutes(10);

    /**
     * A key that waits.
     *
     * @param replaces whether the runner has another key, which this one would end (D-27); the runner's {@code lastHeartbeat} then
     *     says whether that one was heard lately
     */
    public record ListedKey(
            String keySha256,
            boolean replaces,
            String host,
            String fingerprint,
            String os,
            String agentVersion,
            String address,
            String requestedAt) {}

    static ListedRunner of(RunnerList.Row row, Instant now) {
        RunnerList.Machine machine = row.machine();
        return new ListedRunner(
                row.runnerId(),
                row.state().equals("pending") && row.waiting().isEmpty() ? "rejected" : row.state(),
                row.group(),
                presence(row.lastHeartbeat(), now),
                machine.host(),
                machine.fingerprint(),
                machine.os(),
                machine.agentVersion(),
                row.registeredAt().toString(),
                text(row.approvedAt()),
                text(row.lastHeartbeat()),
                row.activeJobsJson().map(ListedRunner::array).orElse(JsonValue.EMPTY_JSON_ARRAY),
                row.azureFilesStatus().orElse(null),
                row.waiting().stream().map(ListedRunner::key).toList());
    }

    static String presence(Optional<Instant> lastHeartbeat, Instant now) {
        if (lastHeartbeat.isEmpty()) {
            return "never";
        }
        Duration silent = Duration.between(lastHeartbeat.get(), now);
        return silent.compareTo(OFFLINE) >= 0 ? "offline" : silent.compareTo(LATE) >= 0 ? "late" : "online";
    }

    private static ListedKey key(RunnerList.Waiting key) {
        RunnerList.Machine machine = key.machine();
        return new ListedKey(
                key.keySha256(),
                key.replaces(),
                machine.host(),
                machine.fingerprint(),
                machine.os(),
                machine.agentVersion(),
                key.address(),
                key.requestedAt().toString());
    }

    private static @Nullable String text(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse(null);
    }

    private static JsonArray array(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readArray();
        }
    }
}
