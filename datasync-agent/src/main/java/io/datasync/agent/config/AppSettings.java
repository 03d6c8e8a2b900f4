package io.datasync.agent.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.datasync.agent.config.SettingsReader.Setting;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * {@code RunnerId} and {@code DataSync:ServerUrl} of an {@code appsettings.json}, as installations from before have it (AGT-9): names in
 * any case, comments allowed, everything else ignored.
 */
final class AppSettings {
    private static final String FILE = "appsettings.json";
    private static final long BYTES_MAX = 1 << 20;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxDocumentLength(BYTES_MAX).build())
            .build();

    private AppSettings() {}

    static Map<SettingKey, Setting> read(Path home) throws SyncException {
        Path file = home.resolve(FILE);
        if (!Files.exists(file)) {
            return Map.of();
        }
        Map<SettingKey, Setting> settings = new EnumMap<>(SettingKey.class);
        try (JsonParser json = FACTORY.createParser(file.toFile())) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                read(json, "", file, settings);
            }
        } catch (IOException e) {
            throw new SyncException(
                    ErrorCode.CONFIGURATION_INVALID, false, "Cannot read the settings in " + file + ": " + e, e);
        }
        return settings;
    }

    private static void read(JsonParser json, String prefix, Path file, Map<SettingKey, Setting> settings)
            throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix + json.currentName().toLowerCase(Locale.ROOT);
            JsonToken token = json.nextToken();
            if (token == JsonToken.START_OBJECT && name.equals("datasync")) {
                read(json, name + ":", file, settings);
            } else if (token == JsonToken.VALUE_STRING && name.equals("runnerid")) {
                settings.put(SettingKey.RUNNER_ID, new Setting(json.getText(), file.toString()));
            } else if (token == JsonToken.VALUE_STRING && name.equals("datasync:serverurl")) {
                settings.put(SettingKey.SERVER_URL, new Setting(json.getText(), file.toString()));
            } else {
                json.skipChildren();
            }
        }
    }
}
