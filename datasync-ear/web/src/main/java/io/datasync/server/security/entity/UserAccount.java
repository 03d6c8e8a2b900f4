package io.datasync.server.security.entity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** A person who may log in with a password. Times are UTC. */
@Entity
@Table(name = "users")
public class UserAccount {
    @Id
    private String name;

    private String role;

    @Column(name = "password_hash")
    private String passwordHash;

    @Column(name = "created_at")
    private LocalDateTime createdAt;

    @Column(name = "password_at")
    private LocalDateTime passwordAt;

    @Column(name = "last_login_at")
    private @Nullable LocalDateTime lastLoginAt;

    @Version
    @Column(name = "row_version")
    private long rowVersion;

    /** For JPA, which fills the fields itself. */
    @SuppressWarnings("NullAway.Init")
    protected UserAccount() {}

    /** A new person. */
    public UserAccount(String name, UserRole role, String passwordHash, LocalDateTime now) {
        this.name = name;
        this.role = role.text();
        this.passwordHash = passwordHash;
        this.createdAt = now;
        this.passwordAt = now;
    }

    /** The name that is typed at the login. */
    public String name() {
        return name;
    }

    /** The role. */
    public UserRole role() {
        return UserRole.parse(role);
    }

    /** The hash with its algorithm, iterations and salt. */
    public String passwordHash() {
        return passwordHash;
    }

    /** When the account was made. */
    public LocalDateTime createdAt() {
        return createdAt;
    }

    /** When the password was made. */
    public LocalDateTime passwordAt() {
        return passwordAt;
    }

    /** When the person logged in last. */
    public @Nullable LocalDateTime lastLoginAt() {
        return lastLoginAt;
    }

    /** Whether the password that the account was made with has done its work: somebody logged in, or there is a newer one. */
    public boolean initialPasswordIsPast() {
        return lastLoginAt != null || passwordAt.isAfter(createdAt);
    }

    /** Replaces the password. */
    public void newPassword(String hash, LocalDateTime now) {
        passwordHash = hash;
        passwordAt = now;
    }

    /** Notes a login. */
    public void loggedIn(LocalDateTime now) {
        lastLoginAt = now;
    }
}
