package io.datasync.drills.demo.seats;

import io.datasync.core.failure.ErrorCode;
import io.datasync.drills.demo.ending.DemoFailure;
import io.datasync.drills.demo.home.FlatJson;
import io.datasync.drills.demo.home.Places;
import io.datasync.testkit.sandbox.AdminClient;
import io.datasync.testkit.sandbox.AdminRefusal;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The demo's way into its server: an administrator of its own, whose password lies in the demo's home for the owner alone (I-10).
 *
 * <p>The first start uses up the password that the server made for {@code admin} (ADR 0006). Each secret is on the disk before it is used, so
 * that a demo killed in between finds its way in again.
 */
public final class Access {
    private static final String PERSON = "admin";
    private static final String OWN = "demo";

    private final Path file;
    private final Path serverHome;
    private final URI server;

    /**
     * A way into the server at this address.
     *
     * @param file keeps the demo's own user and password
     * @param serverHome where the server leaves its first password
     */
    public Access(Path file, Path serverHome, URI server) {
        this.file = file;
        this.serverHome = serverHome;
        this.server = server;
    }

    /**
     * Logs in, making the demo's own user first when there is none yet.
     *
     * @throws DemoFailure when the server does not know the user that the home remembers
     */
    public AdminClient enter() throws DemoFailure, IOException {
        if (remembered().isEmpty()) {
            remember(PERSON, AdminClient.firstPassword(serverHome), false);
        }
        AdminClient client = logIn(remembered());
        if (!OWN.equals(remembered().get("user"))) {
            remember(OWN, own(client), false);
            client = logIn(remembered());
        }
        return client;
    }

    /** A password for the person at the terminal, until one was shown; empty afterwards. */
    public Optional<String> firstPassword(AdminClient client) throws IOException {
        boolean shown = "true".equals(remembered().get("shown"));
        return shown ? Optional.empty() : Optional.of(client.newPassword(PERSON));
    }

    /** The password was shown: it is not made anew at the next start. */
    public void shown() throws IOException {
        Map<String, String> known = remembered();
        remember(OWN, known.getOrDefault("password", ""), true);
    }

    /** Gives the person a new password; the old one ends. */
    public String newPassword() throws DemoFailure, IOException {
        return logIn(remembered()).newPassword(PERSON);
    }

    /** Makes the demo's user, or, when a start was killed after making it, gives it a new password. */
    private static String own(AdminClient client) {
        try {
            return client.createUser(OWN, "admin");
        } catch (AdminRefusal e) {
            if (e.status() == 409) {
                return client.newPassword(OWN);
            }
            throw e;
        }
    }

    private AdminClient logIn(Map<String, String> known) throws DemoFailure {
        try {
            return new AdminClient(server).login(known.getOrDefault("user", ""), known.getOrDefault("password", ""));
        } catch (AdminRefusal e) {
            throw DemoFailure.of(
                    ErrorCode.UNAUTHENTICATED,
                    "The server does not accept what " + Places.shown(file) + " says (" + e.code()
                            + "). Use another --home, or remove this one with everything in it.");
        }
    }

    private Map<String, String> remembered() throws IOException {
        return Files.exists(file) ? FlatJson.read(Files.readString(file)) : Map.of();
    }

    private void remember(String user, String password, boolean shown) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("user", user);
        fields.put("password", password);
        fields.put("shown", Boolean.toString(shown));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        // Made with the mode it is to have, never widened and then narrowed.
        try (var channel = Files.newByteChannel(
                fresh,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(StandardCharsets.UTF_8.encode(FlatJson.write(fields)));
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
