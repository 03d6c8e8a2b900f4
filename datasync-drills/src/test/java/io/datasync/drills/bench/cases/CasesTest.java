package io.datasync.drills.bench.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The cases of ./datasync bench core")
class CasesTest {
    @Test
    void withoutAChoiceAllAreMeasured() {
        assertThat(Cases.chosen(List.of(), List.of()))
                .extracting(Case::title)
                .contains("No change, G", "No change, M", "First archive, L")
                .anyMatch(title -> title.startsWith("Diff of two manifests"))
                .doesNotHaveDuplicates();
    }

    @Test
    void theyAreChosenByNameAndCorpus() {
        assertThat(Cases.chosen(List.of("no-change", "diff"), List.of("G")))
                .extracting(Case::name)
                .containsExactly("no-change", "diff");
        assertThat(Cases.chosen(List.of(), List.of("L")))
                .extracting(Case::title)
                .containsExactly("First archive, L");
    }

    @Test
    void whatIsNoneIsRefusedAndNotLeftOut() {
        assertThat(Cases.chosen(List.of("no-change", "no-chagne"), List.of())).isEmpty();
        assertThat(Cases.chosen(List.of(), List.of("G", "X"))).isEmpty();
        assertThat(Cases.chosen(List.of("new-files"), List.of("L"))).isEmpty();
    }
}
