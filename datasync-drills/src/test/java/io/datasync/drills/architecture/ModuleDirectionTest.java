package io.datasync.drills.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dependencies between modules point one way: agent to core, test kit to core, drills to all of them. */
class ModuleDirectionTest {
    private static ArchRule uses(String module, String... allowed) {
        return classes()
                .that()
                .resideInAPackage(module)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(not(resideInAnyPackage("io.datasync.."))));
    }

    @Test
    @DisplayName("The core knows no other module")
    void theCoreStandsAlone() {
        uses("io.datasync.core..", "io.datasync.core..").check(Modules.CLASSES);
    }

    @Test
    @DisplayName("The agent uses the core, never the test kit or the server")
    void theAgentUsesTheCore() {
        uses("io.datasync.agent..", "io.datasync.agent..", "io.datasync.core..").check(Modules.CLASSES);
    }

    @Test
    @DisplayName("The test kit uses the core; servers and agents are processes to it")
    void theTestKitUsesTheCore() {
        uses("io.datasync.testkit..", "io.datasync.testkit..", "io.datasync.core..")
                .check(Modules.CLASSES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent", "testkit", "drills"})
    @DisplayName("No package leads back to itself")
    void noCycles(String module) {
        slices().matching("io.datasync." + module + ".(**)")
                .should()
                .beFreeOfCycles()
                .check(Modules.CLASSES);
    }

    @Test
    @DisplayName("PLAT-1 nothing depends on one version of Payara")
    void nothingUsesPayara() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("fish.payara..")
                .check(Modules.CLASSES);
    }

    @Test
    @DisplayName("The rules see the modules, and a wrong direction is refused")
    void theRulesCanFail() {
        assertThat(Modules.CLASSES.containPackage("io.datasync.core.path")).isTrue();
        assertThat(Modules.CLASSES.containPackage("io.datasync.testkit")).isTrue();
        assertThatThrownBy(() ->
                        uses("io.datasync.testkit..", "io.datasync.testkit..").check(Modules.CLASSES))
                .isInstanceOf(AssertionError.class);
    }
}
