package io.datasync.core.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PackageDirectionTest {
    @Test
    @DisplayName("no package of core leads back to itself")
    void noCycles() {
        slices().matching(CoreClasses.ROOT + ".(**)").should().beFreeOfCycles().check(CoreClasses.ALL);
    }

    @Test
    @DisplayName("each package uses the packages that its package-info names, and no other")
    void declaredUses() throws Exception {
        DeclaredUses declared = DeclaredUses.read();

        List<CoreClasses.Use> undeclared = CoreClasses.uses().stream()
                .filter(use -> !use.from().isEmpty())
                .filter(use -> !declared.allowed(use.from()).contains(use.to()))
                .toList();

        assertThat(undeclared)
                .as(
                        "Name the used package in the sentence \"May use {@code ...}.\" of the package-info, or do not use it")
                .isEmpty();
    }

    @Test
    @DisplayName("each package says its purpose, the type to read first, what it may use, and that null is marked")
    void packageInfos() throws Exception {
        DeclaredUses declared = DeclaredUses.read();

        assertThat(CoreClasses.ALL.stream().map(CoreClasses::packageOf).filter(name -> !name.isEmpty()))
                .isSubsetOf(declared.packages());
        assertThat(declared.packagesWithoutSentence()).isEmpty();
        for (String name : declared.packages()) {
            Path file = CoreClasses.SOURCES.resolve(
                    (CoreClasses.ROOT + "." + name).replace('.', '/') + "/package-info.java");
            assertThat(Files.readString(file)).as(name).contains("@NullMarked", "Read {@link ");
            assertThat(declared.packages()).as(name + " names packages").containsAll(declared.allowed(name));
        }
    }

    @Test
    @DisplayName("the sentence of a package-info is understood")
    void sentences() {
        DeclaredUses declared = DeclaredUses.of(Map.of(
                "a", "/**\n * A.\n *\n * <p>Uses the JDK alone.\n */",
                "b", "/** B. May use {@code a}. Not {@code e}. */",
                "c.d", "/**\n * May use {@code b} (its port alone) and\n * what they use.\n */",
                "e", "/** May use every other package of the core but {@code c.d}; no\n * {@code a} matters. */",
                "f", "/** Says nothing. */"));

        assertThat(declared.allowed("a")).isEmpty();
        assertThat(declared.allowed("b")).containsExactly("a");
        assertThat(declared.allowed("c.d")).containsExactly("a", "b");
        assertThat(declared.packagesWithoutSentence()).containsExactly("f");
    }

    @Test
    @DisplayName(
            "core uses the JDK, JSpecify and Jackson's streaming parser; a share's library in that share's package alone")
    void libraries() {
        classes()
                .that()
                .resideOutsideOfPackages(CoreClasses.ROOT + ".store.azure..", CoreClasses.ROOT + ".store.smb..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        CoreClasses.ROOT + "..",
                        "java..",
                        "com.sun.nio.file..",
                        "javax.crypto..",
                        "org.jspecify..",
                        "com.fasterxml.jackson.core..")
                .check(CoreClasses.ALL);
    }

    @Test
    @DisplayName("core logs through listeners and names no container")
    void noContainer() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("fish.payara..", "jakarta..", "java.util.logging..", "java.sql..")
                .check(CoreClasses.ALL);
    }
}
