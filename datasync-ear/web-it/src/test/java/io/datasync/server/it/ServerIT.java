package io.datasync.server.it;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The built WAR on Payara Micro, at the root as in production: one start of the server for the rules of all subjects. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ServerIT
        implements FrontDoorHttpRules,
                PeopleHttpRules,
                RoleHttpRules,
                KeyHttpRules,
                FleetHttpRules,
                JobHttpRules,
                RunHttpRules,
                SealHttpRules,
                LedgerHttpRules,
                AlertHttpRules,
                SampleHttpRules,
                CertificateHttpRules {
    private static final Path HOME = Path.of(System.getProperty("it.home", "."));

    /** The first administrator's session; the first login, and what was seen on the way, happen once. */
    private static @Nullable String adminToken;

    private static String modeOfPasswordFile = "";

    @ArquillianResource
    private URL deployed;

    private ServerClient nobody;
    private ServerClient admin;

    @Deployment(testable = false)
    static WebArchive war() {
        // This name makes it the application at the root.
        return ShrinkWrap.create(ZipImporter.class, "ROOT.war")
                .importFrom(new File(System.getProperty("it.war")))
                .as(WebArchive.class);
    }

    @BeforeEach
    void connect() throws IOException {
        nobody = ServerClient.to(URI.create("http://127.0.0.1:" + deployed.getPort()));
        if (adminToken == null) {
            Path file = HOME.resolve("initial-admin-password");
            modeOfPasswordFile = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            adminToken = token("admin", Files.readString(file).strip());
        }
        admin = nobody.person(adminToken);
    }

    @Override
    public ServerClient nobody() {
        return nobody;
    }

    @Override
    public ServerClient admin() {
        return admin;
    }

    @Override
    public Path home() {
        return HOME;
    }

    @Override
    public String modeOfPasswordFile() {
        return modeOfPasswordFile;
    }
}
