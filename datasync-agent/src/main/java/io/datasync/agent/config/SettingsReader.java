package io.datasync.agent.config;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.masschange.MassChangeSettings;
import io.datasync.core.pace.BandwidthTimetable;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Gathers the settings: system properties win over environment variables, these over {@code agent.properties}, this over
 * {@code appsettings.json}.
 */
public final class SettingsReader {
    /** The file in the agent's home. */
    public static final String FILE = "agent.properties";

    /** What every key of DataSync begins with, in a file and as a system property. */
    private static final String OURS = "datasync.";

    /** Keys of system properties that others read. */
    private static final String TESTS = "datasync.test.";

    private static final String VARIABLES = "DATASYNC_AGENT_";

    /** Names the home itself, so it cannot stand in it. */
    public static final String HOME_VARIABLE = "DATASYNC_AGENT_HOME";

    private final Path home;
    private final Map<String, String> environment;
    private final Properties system;

    /** Reads from this home, these variables and these system properties. */
    public SettingsReader(Path home, Map<String, String> environment, Properties system) {
        this.home = home;
        this.environment = Map.copyOf(environment);
        this.system = system;
    }

    /** A value and where it stands, for messages. */
    record Setting(String value, String where) {}

    /**
     * The settings.
     *
     * @throws SyncException {@code CONFIGURATION_INVALID} for an unknown key (the message names the nearest known one), a value that is
     *     not possible, or a file that cannot be read
     */
    public AgentSettings read() throws SyncException {
        Map<SettingKey, Setting> settings = new EnumMap<>(SettingKey.class);
        settings.putAll(AppSettings.read(home));
        settings.putAll(fromFile());
        settings.putAll(fromEnvironment());
        settings.putAll(fromSystem());
        var values = new SettingValues(settings);
        ZoneId zone =
                values.parsed(SettingKey.BANDWIDTH_ZONE, SettingsReader::zone).orElseGet(ZoneId::systemDefault);
        AgentSettings none = AgentSettings.DEFAULTS;
        return new AgentSettings(
                values.url(SettingKey.SERVER_URL),
                values.parsed(SettingKey.RUNNER_ID, RunnerId::parse),
                values.folders(SettingKey.ROOTS),
                (int) values.number(SettingKey.CONCURRENCY, 1, 64).orElse(none.concurrency()),
                values.duration(SettingKey.QUIET_PERIOD, 0, 86_400),
                values.duration(SettingKey.HEARTBEAT_INTERVAL, 1, 3_600),
                values.duration(SettingKey.CYCLE_INTERVAL, 1, 86_400),
                values.parsed(SettingKey.LOG_LEVEL, SettingsReader::level).orElse(none.logLevel()),
                values.number(SettingKey.LOG_BYTES_MAX, 1 << 20, 1L << 40).orElse(none.logBytesMax()),
                values.duration(SettingKey.REQUEST_TIMEOUT, 1, 3_600).orElse(none.requestTimeout()),
                values.parsed(SettingKey.BANDWIDTH, text -> BandwidthTimetable.parse(text, zone)),
                values.number(SettingKey.SHARE_CALLS_PER_SECOND, 1, 100_000),
                new MassChangeSettings(
                        (int) values.number(SettingKey.MASS_CHANGE_PERCENT, 1, 100)
                                .orElse(none.massChange().percent()),
                        values.number(SettingKey.MASS_CHANGE_FILES, 1, 1_000_000)
                                .orElse(none.massChange().filesMin())),
                (int) values.number(SettingKey.RESCAN_DAYS, 1, 365).orElse(none.rescanDays()));
    }

    private static ZoneId zone(String text) throws SyncException {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new SyncException(ErrorCode.CONFIGURATION_INVALID, false, "not a time zone such as Europe/Zurich", e);
        }
    }

    private static AgentSettings.LogLevel level(String text) throws SyncException {
        for (AgentSettings.LogLevel level : AgentSettings.LogLevel.values()) {
            if (level.name().equalsIgnoreCase(text)) {
                return level;
            }
        }
        throw invalid("not one of trace, debug, info, warn, error");
    }

    private Map<SettingKey, Setting> fromFile() throws SyncException {
        Path file = home.resolve(FILE);
        Properties properties = new Properties();
        if (!Files.exists(file)) {
            return Map.of();
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SyncException(
                    ErrorCode.CONFIGURATION_INVALID, false, "Cannot read the settings in " + file + ": " + e, e);
        }
        Map<SettingKey, Setting> settings = new EnumMap<>(SettingKey.class);
        for (String name : properties.stringPropertyNames()) {
            settings.put(known(name, file.toString()), new Setting(properties.getProperty(name), file.toString()));
        }
        return settings;
    }

    private Map<SettingKey, Setting> fromEnvironment() throws SyncException {
        Map<SettingKey, Setting> settings = new EnumMap<>(SettingKey.class);
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey().toUpperCase(Locale.ROOT);
            if (!name.startsWith(VARIABLES) || name.equals(HOME_VARIABLE)) {
                continue;
            }
            Optional<SettingKey> key = SettingKey.ofVariable(name);
            if (key.isEmpty()) {
                throw invalid("Unknown environment variable " + name + ". Nearest known: "
                        + Nearest.of(name, SettingKey::variable).variable());
            }
            settings.put(key.get(), new Setting(variable.getValue(), "the environment variable " + name));
        }
        return settings;
    }

    private Map<SettingKey, Setting> fromSystem() throws SyncException {
        Map<SettingKey, Setting> settings = new EnumMap<>(SettingKey.class);
        for (String name : system.stringPropertyNames()) {
            if (name.startsWith(OURS) && !name.startsWith(TESTS)) {
                settings.put(
                        known(name, "the system properties"),
                        new Setting(system.getProperty(name), "the system property " + name));
            }
        }
        return settings;
    }

    private static SettingKey known(String name, String where) throws SyncException {
        Optional<SettingKey> key = SettingKey.ofText(name);
        if (key.isEmpty()) {
            throw invalid("Unknown key " + name + " in " + where + ". Nearest known: "
                    + Nearest.of(name, SettingKey::text).text());
        }
        return key.get();
    }

    static SyncException invalid(String message) {
        return SyncException.permanent(ErrorCode.CONFIGURATION_INVALID, message);
    }
}
