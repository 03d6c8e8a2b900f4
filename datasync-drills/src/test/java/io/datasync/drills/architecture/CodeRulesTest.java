package io.datasync.drills.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class CodeRulesTest {
    private static final Set<String> PACKAGE_NAMES_REFUSED =
            Set.of("util", "utils", "common", "commons", "impl", "helper", "misc");
    private static final Set<String> WORDS_REFUSED =
            Set.of("Manager", "Helper", "Helpers", "Util", "Utils", "Impl", "Data", "Info");

    /**
     * Where clock and chance come from, and where secrets are made: by no generator that could be replaced, since one with a known seed
     * would give them away. The one place of a library that programs embed is its builder, which takes another clock when given one.
     */
    private static final Set<String> GIVERS = Set.of(
            "io.datasync.agent.daemon.Daemon java.security.SecureRandom.<init>",
            "io.datasync.agent.work.Workplace java.security.SecureRandom.<init>",
            "io.datasync.core.archiver.ArchiverBuilder java.security.SecureRandom.<init>",
            "io.datasync.core.archiver.ArchiverBuilder java.time.Clock.systemUTC",
            "io.datasync.drills.demo.DemoRun java.security.SecureRandom.<init>",
            "io.datasync.server.platform.settings.Configuration java.security.SecureRandom.<init>",
            "io.datasync.server.platform.settings.Configuration java.time.Clock.systemUTC",
            "io.datasync.server.security.control.Random256 java.security.SecureRandom.<init>",
            // Given its seed before it gives anything: no chance is taken.
            "io.datasync.testkit.key.TestKeys java.security.SecureRandom.getInstance");

    @Test
    @DisplayName("I-13 time and chance are given, never taken from a static call")
    void noStaticClock() {
        assertThat(Modules.WITH_SERVER).anyMatch(type -> type.getPackageName().startsWith("io.datasync.server"));
        assertThat(StaticCalls.in(Modules.WITH_SERVER)).containsExactlyInAnyOrderElementsOf(GIVERS);
    }

    @Test
    @DisplayName("I-13 the rule finds each way of taking time or chance, and lets a main do it")
    void theRuleCanFail() {
        var offender = new ClassFileImporter().importClasses(Offender.class, Referrer.class);

        assertThat(StaticCalls.in(offender))
                .extracting(found -> found.substring(found.indexOf('$') + 1))
                .containsExactly(
                        "Offender java.lang.Math.random",
                        "Offender java.lang.System.currentTimeMillis",
                        "Offender java.security.SecureRandom.<init>",
                        "Offender java.time.Clock.systemUTC",
                        "Offender java.time.Instant.now",
                        "Offender java.time.LocalDateTime.now",
                        "Offender java.util.Random.<init>",
                        "Offender java.util.UUID.randomUUID",
                        "Referrer java.time.Instant.now");
    }

    @Test
    @DisplayName("no package is called util, common or impl")
    void packageNames() {
        assertThat(Modules.WITH_SERVER.stream()
                        .map(JavaClass::getPackageName)
                        .flatMap(name -> Arrays.stream(name.split("\\.")))
                        .distinct())
                .doesNotContainAnyElementsOf(PACKAGE_NAMES_REFUSED);
    }

    @Test
    @DisplayName("no class is called Manager, Helper, Util, Impl, Data or Info")
    void classNames() {
        assertThat(Modules.WITH_SERVER.stream()
                        .map(JavaClass::getSimpleName)
                        .filter(name -> !name.equals("package-info"))
                        .filter(CodeRulesTest::isRefused))
                .isEmpty();
        assertThat(isRefused("SourceManager")).isTrue();
        assertThat(isRefused("RunDataWriter")).isTrue();
        assertThat(isRefused("DatabaseIndex")).isFalse();
        assertThat(isRefused("ConfiguredDataSource")).isFalse();
    }

    /** A data source is what JDBC calls it. */
    private static boolean isRefused(String className) {
        return Arrays.stream(className.replace("DataSource", "").split("(?<=[a-z0-9])(?=[A-Z])"))
                .anyMatch(WORDS_REFUSED::contains);
    }

    /** Does what is forbidden by a reference. */
    static final class Referrer {
        static final Supplier<Instant> REFERENCE = Instant::now;

        private Referrer() {}
    }

    /** Does what is forbidden, once each. */
    static final class Offender {
        private Offender() {}

        static Object[] offend() {
            return new Object[] {
                Instant.now(),
                LocalDateTime.now(ZoneOffset.UTC),
                Clock.systemUTC(),
                System.currentTimeMillis(),
                Math.random(),
                new Random(),
                new SecureRandom(),
                java.util.UUID.randomUUID()
            };
        }

        static Object[] allowed(Clock clock) {
            return new Object[] {Instant.now(clock), clock.instant(), new Random(1), System.nanoTime()};
        }

        public static void main(String... args) {
            Arrays.fill(args, Instant.now().toString());
        }
    }
}
