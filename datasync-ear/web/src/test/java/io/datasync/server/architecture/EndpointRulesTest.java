package io.datasync.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceUnit;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EndpointRulesTest {
    private static final JavaClasses SERVER = ServerClasses.ALL;

    @Test
    @DisplayName("D-33 every endpoint has @RolesAllowed or @PermitAll")
    void everyEndpointSaysWhoMayCallIt() {
        List<JavaMethod> endpoints = endpoints();
        assertThat(endpoints).hasSizeGreaterThan(5);
        assertThat(endpoints)
                .allSatisfy(endpoint ->
                        assertThat(guarded(endpoint)).as(endpoint.getFullName()).isTrue());
    }

    @Test
    @DisplayName("D-33 every role of an endpoint is named in web.xml, since Payara ignores the others")
    void everyRoleIsDeclared() throws IOException {
        String descriptor = Files.readString(Path.of("src/main/webapp/WEB-INF/web.xml"));
        Set<String> roles = new TreeSet<>();
        for (JavaMethod endpoint : endpoints()) {
            endpoint.tryGetAnnotationOfType(RolesAllowed.class)
                    .ifPresent(allowed -> roles.addAll(Arrays.asList(allowed.value())));
            endpoint.getOwner()
                    .tryGetAnnotationOfType(RolesAllowed.class)
                    .ifPresent(allowed -> roles.addAll(Arrays.asList(allowed.value())));
        }
        assertThat(roles).isNotEmpty().allSatisfy(role -> assertThat(descriptor)
                .contains("<role-name>" + role + "</role-name>"));
    }

    @Test
    @DisplayName(
            "RUN-5 every entity is listed, and none is loaded by the container, which needs the database to deploy")
    void persistenceUnit() throws IOException {
        String unit = Files.readString(Path.of("src/main/resources/META-INF/persistence.xml"));
        List<JavaClass> mapped = SERVER.stream()
                .filter(type -> type.isAnnotatedWith(Entity.class) || type.isAnnotatedWith(Embeddable.class))
                .toList();
        assertThat(mapped).isNotEmpty().allSatisfy(type -> assertThat(unit)
                .contains("<class>" + type.getName() + "</class>"));
        noFields().should().beAnnotatedWith(PersistenceContext.class).check(SERVER);
        noFields().should().beAnnotatedWith(PersistenceUnit.class).check(SERVER);
    }

    private static List<JavaMethod> endpoints() {
        return SERVER.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
                .toList();
    }

    private static boolean guarded(JavaMethod endpoint) {
        JavaClass owner = endpoint.getOwner();
        return endpoint.isAnnotatedWith(RolesAllowed.class)
                || endpoint.isAnnotatedWith(PermitAll.class)
                || owner.isAnnotatedWith(RolesAllowed.class)
                || owner.isAnnotatedWith(PermitAll.class);
    }
}
