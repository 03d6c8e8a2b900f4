package io.datasync.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlNameTest {
    @Test
    void anIntentKnowsItsStagedFile() {
        StagingName staged = new StagingName("pc1-run.1-42");
        assertThat(ControlName.intentOf(staged).text()).isEqualTo("staging/pc1-run.1-42.intent");
        assertThat(ControlName.intentOf(staged).intendedFor()).contains(staged);
        assertThat(ControlName.MARKER.intendedFor()).isEmpty();
        assertThat(ControlName.lossesOf("run.intent").intendedFor()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/../b", "/a", "a/", "a//b", ".hidden", "a/b/c/d", "a b", "\u00FC"})
    void namesThatCouldLeadElsewhereAreRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ControlName(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".hidden", "a/b", "a.intent", "a b"})
    void stagingNamesAreOnePlainSegment(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new StagingName(text));
    }
}
