package io.datasync.server.security.entity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a person may do; each role may do what those before it may (SEC-2). */
public enum UserRole {
    /** Looks. */
    VIEWER,
    /** Works: jobs, runs, alerts. */
    OPERATOR,
    /** Decides: runners, users, secrets. */
    ADMIN;

    /** The name as it travels and as endpoints ask for it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of this role and of all that it includes. */
    public List<String> included() {
        return Arrays.stream(values())
                .filter(role -> role.compareTo(this) <= 0)
                .map(UserRole::text)
                .toList();
    }

    /** The role of this name; {@code IllegalArgumentException} when there is none. */
    public static UserRole parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
