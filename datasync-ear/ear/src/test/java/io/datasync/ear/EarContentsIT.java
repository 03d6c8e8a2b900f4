package io.datasync.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("PLAT-1 the EAR is a skinny WAR with its libraries beside it")
class EarContentsIT {
    private static final Path EAR = Path.of(System.getProperty("ear", "target/datasync.ear"));

    @Test
    void theWarHasNoLibrariesOfItsOwn() throws IOException {
        Set<String> war = warEntries();
        assertThat(war).contains("WEB-INF/web.xml", "WEB-INF/classes/META-INF/persistence.xml");
        assertThat(war).noneMatch(name -> name.startsWith("WEB-INF/lib/") && name.endsWith(".jar"));
    }

    @Test
    void everyLibraryLiesInLibOnce() throws IOException {
        List<String> libraries = earEntries().stream()
                .filter(name -> name.startsWith("lib/") && name.endsWith(".jar"))
                .map(name -> name.substring("lib/".length()).replaceFirst("-\\d.*", ""))
                .collect(Collectors.toList());
        assertThat(libraries)
                .contains(
                        "io.datasync-datasync-core",
                        "io.datasync-datasync-liquibase",
                        "org.liquibase-liquibase-core",
                        "org.postgresql-postgresql",
                        "com.microsoft.sqlserver-mssql-jdbc",
                        "com.fasterxml.jackson.core-jackson-core");
        assertThat(libraries).doesNotHaveDuplicates().noneMatch(name -> name.contains("h2"));
    }

    @Test
    void theApplicationAnswersAtTheRoot() throws IOException {
        assertThat(text("META-INF/application.xml"))
                .contains("<web-uri>datasync-web.war</web-uri>")
                .contains("<context-root>/</context-root>")
                .contains("<library-directory>lib</library-directory>");
    }

    private static Set<String> earEntries() throws IOException {
        try (var ear = new ZipFile(EAR.toFile())) {
            return ear.stream().map(ZipEntry::getName).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> warEntries() throws IOException {
        var names = new TreeSet<String>();
        try (var ear = new ZipFile(EAR.toFile());
                InputStream bytes = ear.getInputStream(ear.getEntry("datasync-web.war"));
                var war = new ZipInputStream(bytes)) {
            for (ZipEntry entry = war.getNextEntry(); entry != null; entry = war.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    private static String text(String entry) throws IOException {
        try (var ear = new ZipFile(EAR.toFile());
                InputStream bytes = ear.getInputStream(ear.getEntry(entry))) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
