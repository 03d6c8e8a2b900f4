package io.datasync.drills.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.core.importer.Locations;
import java.nio.file.Path;
import java.util.HashSet;

/** The classes of the modules, without their tests. The server's have more rules beside them. */
final class Modules {
    private static final Path SERVER = Path.of("..", "datasync-ear", "web", "target", "classes");

    /** Core, test kit, agent and drills. */
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.datasync");

    /** These and the server, which is no library and so not on the class path. */
    static final JavaClasses WITH_SERVER = withServer();

    private Modules() {}

    private static JavaClasses withServer() {
        var locations = new HashSet<>(Locations.ofPackage("io.datasync"));
        locations.add(Location.of(SERVER));
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importLocations(locations);
    }
}
