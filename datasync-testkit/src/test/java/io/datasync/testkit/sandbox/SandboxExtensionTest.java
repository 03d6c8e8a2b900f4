package io.datasync.testkit.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class SandboxExtensionTest {
    private static final List<Sandbox> SEEN = new ArrayList<>();

    @Test
    @DisplayName("All suites of one JVM have one server, which ends after the last test")
    void oneServerForAllSuites(@TempDir Path folder) throws IOException {
        String before = System.getProperty(Installation.ROOT);
        System.setProperty(
                Installation.ROOT, PretendedInstallation.make(folder).root().toString());
        try {
            var summary = new SummaryGeneratingListener();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(
                                            DiscoverySelectors.selectClass(FirstSuite.class),
                                            DiscoverySelectors.selectClass(SecondSuite.class))
                                    .build(),
                            summary);
            assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(3);
            assertThat(summary.getSummary().getFailures()).isEmpty();
        } finally {
            if (before == null) {
                System.clearProperty(Installation.ROOT);
            } else {
                System.setProperty(Installation.ROOT, before);
            }
        }
        assertThat(SEEN).hasSize(3);
        assertThat(SEEN.get(1)).isSameAs(SEEN.get(0));
        assertThat(SEEN.get(2)).isSameAs(SEEN.get(0));
        assertThat(SEEN.get(0).server().process().alive()).isFalse();
    }

    /** Not found by Surefire, which looks for names that end in Test. */
    @ExtendWith(SandboxExtension.class)
    static class FirstSuite {
        @Test
        void one(Sandbox sandbox) {
            seen(sandbox);
        }

        @Test
        void two(Sandbox sandbox) {
            seen(sandbox);
        }
    }

    /** Another suite. */
    @ExtendWith(SandboxExtension.class)
    static class SecondSuite {
        @Test
        void three(Sandbox sandbox) {
            seen(sandbox);
        }
    }

    private static void seen(Sandbox sandbox) {
        assertThat(sandbox.server().ready()).isTrue();
        SEEN.add(sandbox);
    }
}
