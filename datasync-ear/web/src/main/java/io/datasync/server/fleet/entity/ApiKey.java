package io.datasync.server.fleet.entity;

import io.datasync.core.digest.Digest;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** A key that a PC made for itself and registered; of the key there is only the SHA-256 (SEC-1). Times are UTC. */
@Entity
@Table(name = "api_keys")
public class ApiKey {
    @Id
    @Column(name = "key_sha256")
    private String keySha256;

    @Column(name = "runner_id")
    private String runnerId;

    private String state;

    private boolean replaces;

    @Embedded
    private Machine machine;

    @Column(name = "remote_address")
    private String remoteAddress;

    @Column(name = "requested_at")
    private LocalDateTime requestedAt;

    @Column(name = "decided_at")
    private @Nullable LocalDateTime decidedAt;

    @Column(name = "decided_by")
    private @Nullable String decidedBy;

    @Version
    @Column(name = "row_version")
    private long rowVersion;

    /** For JPA, which fills the fields itself. */
    @SuppressWarnings("NullAway.Init")
    protected ApiKey() {}

    /** A key that waits for approval. */
    public ApiKey(
            Digest key, String runnerId, boolean replaces, Machine machine, String remoteAddress, LocalDateTime now) {
        this.keySha256 = key.hex();
        this.runnerId = runnerId;
        this.state = KeyState.PENDING.text();
        this.replaces = replaces;
        this.machine = machine;
        this.remoteAddress = remoteAddress;
        this.requestedAt = now;
    }

    /** The SHA-256 of the key, in hexadecimal. */
    public String keySha256() {
        return keySha256;
    }

    /** Whose key it is or wants to be. */
    public String runnerId() {
        return runnerId;
    }

    /** What may be done with it. */
    public KeyState state() {
        return KeyState.parse(state);
    }

    /** Whether the runner had another key when this one came (D-27). */
    public boolean replaces() {
        return replaces;
    }

    /** Who registered it. */
    public Machine machine() {
        return machine;
    }

    /** Changes the state by somebody's decision. */
    public void decide(KeyState decision, String by, LocalDateTime now) {
        state = decision.text();
        decidedBy = by;
        decidedAt = now;
    }
}
