package io.datasync.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PackageRulesTest {
    private static final JavaClasses SERVER = ServerClasses.ALL;
    private static final Path SOURCES = Path.of("src/main/java");

    @Test
    @DisplayName("PLAT-1 no code names Payara or what it is made of")
    void portableCode() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "fish.payara..", "org.glassfish..", "com.sun..", "org.eclipse.persistence..", "org.h2..")
                .check(SERVER);
    }

    @Test
    @DisplayName("boundary knows control, control knows entity, and none of them knows back, whatever the component")
    void layers() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..boundary..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ServerClasses.ROOT + ".*.boundary..")
                .check(SERVER);
        noClasses()
                .that()
                .resideInAnyPackage("..entity..", "..sync.index..", "..sync.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ServerClasses.ROOT + ".*.control..")
                .check(SERVER);
    }

    @Test
    @DisplayName("entities stay inside their component")
    void entitiesStayInside() {
        for (String component : List.of("security", "fleet", "operations", "sync")) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ServerClasses.ROOT + "." + component + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ServerClasses.ROOT + "." + component + ".entity..")
                    .allowEmptyShould(true)
                    .check(SERVER);
        }
    }

    @Test
    @DisplayName("components know each other in one direction, and so do the packages inside them")
    void noCycles() {
        for (String slices : List.of(".(*)..", ".(**)")) {
            SlicesRuleDefinition.slices()
                    .matching(ServerClasses.ROOT + slices)
                    .should()
                    .beFreeOfCycles()
                    .check(SERVER);
        }
    }

    @Test
    @DisplayName("I-9 what works inside a transaction reaches no network, no file, no archive and no container")
    void nothingOutsideWithinATransaction() {
        noClasses()
                .that()
                .resideInAnyPackage("..sync.index..", "..sync.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "io.datasync.core.store..",
                        "io.datasync.core.coordinator..",
                        "jakarta..",
                        "org.eclipse.microprofile..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(File|RandomAccessFile).*")
                .check(SERVER);
    }

    @Test
    @DisplayName("each package is null-marked, and says which type to read first and what it may use")
    void packagesSayWhatTheyAre() throws IOException {
        Set<Path> folders = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES.resolve("io/datasync/server"))) {
            files.filter(Files::isDirectory).forEach(folders::add);
        }
        assertThat(folders).hasSizeGreaterThan(20).allSatisfy(folder -> {
            String text = Files.readString(folder.resolve("package-info.java")).replaceAll("\\s*\\n \\*\\s*", " ");
            assertThat(text).contains("@NullMarked").containsPattern("Read \\{@link \\S+}");
            assertThat(text).containsPattern("(May use|Uses) ");
        });
        assertThat(SERVER.stream().filter(type -> type.getSimpleName().equals("package-info")))
                .hasSameSizeAs(folders)
                .allMatch(type -> type.isAnnotatedWith(NullMarked.class));
    }
}
