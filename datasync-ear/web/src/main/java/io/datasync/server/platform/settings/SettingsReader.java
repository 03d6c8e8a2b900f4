package io.datasync.server.platform.settings;

import io.datasync.core.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Makes {@link ServerSettings} from keys and values.
 *
 * <p>A key may be written as a property ({@code datasync.session.lifetime}) or as an environment variable ({@code
 * DATASYNC_SESSION_LIFETIME}). One that begins like ours and is not known is an error: a misspelt setting that is silently
 * ignored is worse than a server that does not start. {@code DATASYNC_AGENT_*} belongs to the agent and is not looked at.
 */
final class SettingsReader {
    /** Known keys that others read: the launcher, the data source, scripts. */
    private static final Set<String> READ_ELSEWHERE = Set.of(
            "datasync.db.url",
            "datasync.db.user",
            "datasync.db.password",
            "datasync.port",
            "datasync.address",
            "datasync.java.opts",
            "datasync.url");

    private final Map<String, String> values = new TreeMap<>();

    /**
     * Takes every value whose key begins like ours.
     *
     * @param all names and values of all sources; names without a value are left out
     */
    SettingsReader(Map<String, String> all) {
        all.forEach((name, value) -> {
            String key = name.toLowerCase(Locale.ROOT).replace('_', '.');
            if (key.startsWith("datasync.") && !key.startsWith("datasync.agent.")) {
                values.put(key, value);
            }
        });
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException for a key that is not known or a value that is wrong; the message names the key
     */
    ServerSettings read() {
        ServerSettings defaults = ServerSettings.defaults(Path.of("datasync-home"));
        var settings = new ServerSettings(
                take("datasync.home", Path::of).orElse(defaults.home()),
                take("datasync.ci.upload.secret", SettingsReader::secret),
                take("datasync.session.lifetime", Duration::parse).orElse(defaults.sessionLifetime()),
                take("datasync.heartbeat.interval", Duration::parse).orElse(defaults.heartbeatInterval()),
                take("datasync.heartbeat.queue.max", Integer::valueOf).orElse(defaults.heartbeatQueueMax()),
                take("datasync.enrolment.pending.max", Integer::valueOf).orElse(defaults.pendingKeysMax()),
                take("datasync.body.bytes.max", Integer::valueOf).orElse(defaults.bodyBytesMax()),
                sync(defaults.sync()),
                take("datasync.master.key", SettingsReader::masterKey),
                take("datasync.master.key.file", Path::of),
                testClock());
        values.keySet().removeAll(READ_ELSEWHERE);
        if (!values.isEmpty()) {
            throw new IllegalArgumentException("there is no setting " + String.join(", ", values.keySet()));
        }
        return settings;
    }

    private SyncSettings sync(SyncSettings defaults) {
        return new SyncSettings(
                take("datasync.run.lease", Duration::parse).orElse(defaults.lease()),
                take("datasync.run.silence", Duration::parse).orElse(defaults.silence()),
                take("datasync.compare.batch", Integer::valueOf).orElse(defaults.compareBatch()),
                take("datasync.compare.lines.max", Long::valueOf).orElse(defaults.compareLinesMax()),
                take("datasync.compare.concurrent.max", Integer::valueOf).orElse(defaults.comparesMax()),
                take("datasync.compare.spool.bytes.max", Long::valueOf).orElse(defaults.spoolBytesMax()),
                take("datasync.open.bytes.max", Long::valueOf).orElse(defaults.openBytesMax()),
                take("datasync.statement.timeout", Duration::parse).orElse(defaults.statementTimeout()),
                take("datasync.seal.quiet", Duration::parse).orElse(defaults.sealQuiet()),
                take("datasync.certify.concurrent.max", Integer::valueOf).orElse(defaults.certifyMax()),
                take("datasync.sample.files.max", Integer::valueOf).orElse(defaults.sampleFilesMax()),
                take("datasync.sample.bytes.max", Long::valueOf).orElse(defaults.sampleBytesMax()));
    }

    /** A clock that a file moves must not be met by mistake: it takes two settings. */
    private Optional<Path> testClock() {
        Optional<Path> file = take("datasync.test.clock.file", Path::of);
        boolean testNode = take("datasync.test.node", SettingsReader::flag).orElse(false);
        if (file.isPresent() && !testNode) {
            throw new IllegalArgumentException(
                    "datasync.test.clock.file moves the clock of this node and is for tests alone: remove"
                            + " it, or, if this is a test node, set datasync.test.node=true as well");
        }
        return file;
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("datasync.test.node must be true or false, it is " + text);
        };
    }

    private static MasterKey masterKey(String text) {
        try {
            return MasterKey.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("datasync.master.key is no key: " + wrong.getMessage(), wrong);
        }
    }

    private static Digest secret(String text) {
        if (text.length() < 16) {
            throw new IllegalArgumentException("datasync.ci.upload.secret must have at least 16 characters");
        }
        return Digest.of(Digest.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private <T> Optional<T> take(String key, Function<String, T> parse) {
        String value = values.remove(key);
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(value.strip()));
        } catch (DateTimeParseException | NumberFormatException | InvalidPathException wrong) {
            throw new IllegalArgumentException(key + " has a value that cannot be read: " + wrong.getMessage(), wrong);
        }
    }
}
