package io.datasync.agent.config;

import io.datasync.agent.config.SettingsReader.Setting;
import io.datasync.core.failure.SyncException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns text into values; a refusal names the key, the value, where it stands and what is possible. */
final class SettingValues {
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9}) ?(ms|s|m|h|d)");

    private final Map<SettingKey, Setting> settings;

    SettingValues(Map<SettingKey, Setting> settings) {
        this.settings = settings;
    }

    /** Something from text. */
    @FunctionalInterface
    interface Parser<T> {
        T parse(String text) throws SyncException;
    }

    /** An empty value is as good as none. */
    <T> Optional<T> parsed(SettingKey key, Parser<T> parser) throws SyncException {
        Setting setting = settings.get(key);
        if (setting == null || setting.value().isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.parse(setting.value().strip()));
        } catch (SyncException e) {
            throw SettingsReader.invalid(
                    key.text() + " = " + setting.value() + " in " + setting.where() + ": " + e.getMessage());
        }
    }

    Optional<URI> url(SettingKey key) throws SyncException {
        return parsed(key, ServerUrl::parse);
    }

    List<Path> folders(SettingKey key) throws SyncException {
        return parsed(key, text -> {
                    List<Path> folders = new ArrayList<>();
                    for (String part : RootList.split(text)) {
                        folders.add(folder(part));
                    }
                    return folders;
                })
                .orElse(List.of());
    }

    private static Path folder(String text) throws SyncException {
        try {
            Path folder = Path.of(text);
            if (folder.isAbsolute()) {
                return folder.normalize();
            }
        } catch (InvalidPathException e) {
            throw SettingsReader.invalid("not a path: " + e.getMessage());
        }
        throw SettingsReader.invalid(text + " is not an absolute path");
    }

    OptionalLong number(SettingKey key, long min, long max) throws SyncException {
        Optional<Long> number = parsed(key, text -> {
            try {
                long value = Long.parseLong(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw SettingsReader.invalid("not a whole number");
            }
            throw SettingsReader.invalid("not from " + min + " to " + max);
        });
        return number.isPresent() ? OptionalLong.of(number.get()) : OptionalLong.empty();
    }

    Optional<Duration> duration(SettingKey key, long secondsMin, long secondsMax) throws SyncException {
        return parsed(key, text -> {
            Duration duration = duration(text);
            if (duration.compareTo(Duration.ofSeconds(secondsMin)) < 0
                    || duration.compareTo(Duration.ofSeconds(secondsMax)) > 0) {
                throw SettingsReader.invalid("not from " + secondsMin + " s to " + secondsMax + " s");
            }
            return duration;
        });
    }

    private static Duration duration(String text) throws SyncException {
        Matcher matcher = SHORT.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw SettingsReader.invalid("not a time such as 10s, 5m, 1h or PT10S");
        }
    }
}
