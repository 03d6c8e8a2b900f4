package io.datasync.agent.state;

import io.datasync.core.digest.Digest;
import io.datasync.core.protocol.fleet.RegisterRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The PC that the agent runs on.
 *
 * @param host its name
 * @param fingerprint eight pairs of hexadecimal digits over the system's machine id and the addresses of its network cards, by which a
 *     cloned disk is noticed (D-27); plugging a cable in or out does not change it
 * @param os name and version
 */
public record Machine(String host, String fingerprint, String os) {
    private static final int FINGERPRINT_BYTES = 8;

    /** Looks at this PC; asks no network. */
    public static Machine local() {
        MessageDigest sha = Digest.sha256();
        sha.update(firstLine(Path.of("/etc/machine-id")).getBytes(StandardCharsets.UTF_8));
        for (String address : NetworkCards.addresses()) {
            sha.update(address.getBytes(StandardCharsets.US_ASCII));
        }
        return of(
                hostName(),
                sha.digest(),
                System.getProperty("os.name", "") + " " + System.getProperty("os.version", ""));
    }

    static Machine of(String host, byte[] digest, String os) {
        String pairs = HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest, 0, FINGERPRINT_BYTES);
        return new Machine(shortened(host), pairs, shortened(os));
    }

    private static String hostName() {
        String host = firstLine(Path.of("/proc/sys/kernel/hostname"));
        if (host.isEmpty()) {
            host = System.getenv().getOrDefault("COMPUTERNAME", System.getenv().getOrDefault("HOSTNAME", "pc"));
        }
        return host;
    }

    static String firstLine(Path file) {
        try {
            return Files.isReadable(file)
                    ? Files.readString(file).lines().findFirst().orElse("").strip()
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** One line, as long as a registration takes. */
    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ").strip();
        return line.length() > RegisterRequest.TEXT_MAX ? line.substring(0, RegisterRequest.TEXT_MAX) : line;
    }

    /** The first four pairs, which people compare. */
    public String shortFingerprint() {
        return fingerprint.substring(0, Math.min(11, fingerprint.length())).toUpperCase(Locale.ROOT);
    }
}
