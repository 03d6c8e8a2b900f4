package io.datasync.server.fleet.entity;

import io.datasync.core.protocol.fleet.RunnerStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.LocalDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A registered PC. What heartbeats write is not mapped (D-31). Times are UTC. */
@Entity
@Table(name = "runners")
public class Runner {
    /** The group of every new runner. */
    private static final String GROUP = "default";

    @Id
    @Column(name = "runner_id")
    private String runnerId;

    @Column(name = "group_name")
    private String groupName;

    private String state;

    @Embedded
    private Machine machine;

    @Column(name = "registered_at")
    private LocalDateTime registeredAt;

    @Column(name = "approved_at")
    private @Nullable LocalDateTime approvedAt;

    @Version
    @Column(name = "row_version")
    private long rowVersion;

    /** For JPA, which fills the fields itself. */
    @SuppressWarnings("NullAway.Init")
    protected Runner() {}

    /** A PC that waits for approval. */
    public Runner(String runnerId, Machine machine, LocalDateTime now) {
        this.runnerId = runnerId;
        this.groupName = GROUP;
        this.state = RunnerStatus.PENDING.text();
        this.machine = machine.copy();
        this.registeredAt = now;
    }

    /** The id. */
    public String runnerId() {
        return runnerId;
    }

    /** What it may do. */
    public RunnerStatus state() {
        return RunnerStatus.valueOf(state.toUpperCase(Locale.ROOT));
    }

    /** The machine that registered the key it was approved with; before that, the first that asked. */
    public Machine machine() {
        return machine;
    }

    /** Approved with this key: the machine that registered the key is the runner from now on. */
    public void approve(ApiKey key, LocalDateTime now) {
        state = RunnerStatus.ACTIVE.text();
        machine = key.machine().copy();
        approvedAt = now;
    }
}
