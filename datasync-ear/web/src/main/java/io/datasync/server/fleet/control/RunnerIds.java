package io.datasync.server.fleet.control;

import io.datasync.core.digest.Digest;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.RegisterRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Ids for runners that do not ask for one. */
final class RunnerIds {
    private static final int HOST_CHARS_MAX = 48;

    private RunnerIds() {}

    /** What the PC asks for; else its name and six digits of its public key, so that a repeat gives the same id. */
    static RunnerId of(RegisterRequest request) {
        return request.wanted().orElseGet(() -> derived(request.host(), request.publicKey()));
    }

    private static RunnerId derived(String host, String publicKey) {
        String name = host.toLowerCase(Locale.ROOT)
                .replaceAll("\\..*", "")
                .replaceAll("[^a-z0-9-]+", "-")
                .replaceAll("^-+|-+$", "");
        String readable = name.isEmpty() ? "pc" : name.substring(0, Math.min(HOST_CHARS_MAX, name.length()));
        byte[] digest = Digest.sha256().digest(publicKey.getBytes(StandardCharsets.US_ASCII));
        return new RunnerId(readable + "-" + Digest.of(digest).hex().substring(0, 6));
    }
}
