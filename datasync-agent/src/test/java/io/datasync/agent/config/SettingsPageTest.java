package io.datasync.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class SettingsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "agent-settings.md");

    @Test
    @DisplayName("the reference page names every key with its variable, default and meaning")
    void thePageIsTheTable() throws IOException {
        StringBuilder table = new StringBuilder("| key | variable | default | meaning |\n|---|---|---|---|\n");
        for (SettingKey key : SettingKey.values()) {
            table.append(String.format(
                    "| `%s` | `%s` | %s | %s |%n",
                    key.text(), key.variable(), key.byDefault().isEmpty() ? "none" : key.byDefault(), key.meaning()));
        }
        assertThat(Files.readString(PAGE)).contains(table);
    }
}
