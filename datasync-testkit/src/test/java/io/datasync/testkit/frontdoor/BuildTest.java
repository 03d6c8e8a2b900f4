package io.datasync.testkit.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("PLAT-4 ./datasync builds what is missing or older than its sources")
class BuildTest extends PretendedMachine {
    @Test
    void whatIsMissingIsBuiltOnceAndThenStarted() throws IOException {
        Outcome first = run("agent", "--home", "a b", "status");
        assertThat(first.code()).isZero();
        assertThat(first.lines()).endsWith("agent: [--home] [a b] [status]");
        assertThat(calls())
                .containsExactly("-B -ntp -q package -DskipTests -Dmaven.test.skip=true -pl datasync-agent -am");
        assertThat(run("agent", "status").lines()).containsExactly("agent: [status]");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void whatIsOlderThanItsSourcesIsBuiltAgain() throws IOException {
        run("agent");
        change("datasync-agent/src/test/java/AgentTest.java");
        change("datasync-agent/target/agent/bin/datasync-agent");
        run("agent");
        assertThat(calls()).as("tests and products are no sources").hasSize(1);
        change("datasync-agent/src/main/java/Agent.java");
        run("agent");
        assertThat(calls()).as("a changed source").hasSize(2);
        Files.setLastModifiedTime(root().resolve("datasync-agent/src/main/java/Agent.java"), FileTime.fromMillis(0));
        change("pom.xml");
        run("agent");
        assertThat(calls()).as("a changed pom").hasSize(3);
        Files.setLastModifiedTime(root().resolve("pom.xml"), FileTime.fromMillis(0));
        run("agent");
        assertThat(calls()).as("nothing changed").hasSize(3);
        Files.delete(root().resolve("datasync-agent/src/main/java/Agent.java"));
        change("datasync-agent/src/main/java");
        run("agent");
        assertThat(calls()).as("a deleted source").hasSize(4);
    }

    @Test
    void aProductThatWasRemovedIsBuiltAgain() throws IOException {
        run("agent");
        Files.delete(root().resolve(AGENT));
        Files.delete(root().resolve("datasync-agent/target/agent/bin"));
        Files.delete(root().resolve("datasync-agent/target/agent"));
        assertThat(run("agent", "x").lines()).endsWith("agent: [x]");
        assertThat(calls()).hasSize(2);
    }

    @Test
    void librariesOfAnOlderVersionDoNotStay() throws IOException {
        run("demo");
        for (String library : List.of(
                "datasync-drills/target/demo/lib/core-1.jar",
                "payara/target/node/core-1.jar",
                "datasync-agent/target/agent/core-1.jar")) {
            write(library, "");
        }
        run("demo");
        assertThat(root().resolve("datasync-drills/target/demo/lib/core-1.jar")).exists();
        change("liquibase/src/main/resources/log.yaml", "datasync-drills-target-demo-lib");
        run("demo");
        assertThat(root().resolve("datasync-drills/target/demo/lib")).isEmptyDirectory();
        assertThat(root().resolve("payara/target/node/core-1.jar")).doesNotExist();
        assertThat(root().resolve("datasync-agent/target/agent/core-1.jar")).doesNotExist();
    }

    @Test
    void aBuildThatFailsIsSaidAndTriedAgain() throws IOException {
        write("mvn.code", "1");
        Outcome outcome = run("agent", "status");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.lines()).endsWith("The build failed; the reason is above.");
        Files.delete(root().resolve("mvn.code"));
        assertThat(run("agent", "status").lines()).endsWith("agent: [status]");
        assertThat(calls()).hasSize(2);
    }

    @Test
    @DisplayName("PLAT-4 what a build left half when it died is no product, though another command had built it")
    void halvesAreBuiltAgain() throws IOException {
        run("agent");
        write("mvn.half", "1");
        assertThat(run("demo").code()).isEqualTo(4);
        assertThat(root().resolve("datasync-agent/target/agent")).isDirectory();
        Files.delete(root().resolve("mvn.half"));
        assertThat(run("agent", "status").lines()).endsWith("agent: [status]");
        assertThat(calls()).hasSize(3);
    }

    @Test
    void theDemoGetsItsArgumentsAndWhatWasBuilt() throws IOException {
        Outcome outcome = run("demo", "--source", "/a b", "--once");
        assertThat(calls().get(0)).endsWith("-pl datasync-drills,payara -am");
        assertThat(outcome.lines().get(outcome.lines().size() - 1))
                .contains("[-Ddatasync.root=" + root() + "]", "[-Ddatasync.build=built]")
                .endsWith("[io.datasync.drills.demo.Demo] [--source] [/a b] [--once]");
        assertThat(run("demo").text()).contains("[-Ddatasync.build=up to date]");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void whatIsBuiltIsTakenAsItIsWhenAsked() throws IOException {
        environment.put("DATASYNC_NO_BUILD", "1");
        Outcome nothing = run("demo");
        assertThat(nothing.code()).isEqualTo(4);
        assertThat(nothing.text()).startsWith("Not built: ").contains("DATASYNC_NO_BUILD=1 forbids");
        environment.remove("DATASYNC_NO_BUILD");
        run("demo");
        change("datasync-agent/src/main/java/Agent.java", "datasync-drills-target-demo-lib");
        environment.put("DATASYNC_NO_BUILD", "1");
        assertThat(run("demo").text()).contains("[-Ddatasync.build=taken as it is]");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void whatActsOnARunningDemoDoesNotReplaceItsFiles() throws IOException {
        assertThat(run("demo", "--new-password").code()).isEqualTo(2);
        run("demo", "--once");
        change("datasync-agent/src/main/java/Agent.java", "datasync-drills-target-demo-lib");
        for (List<String> form : List.of(
                List.of("--break", "share"),
                List.of("--break=share"),
                List.of("--home", "/a b", "--break=share", "--for=5"),
                List.of("--new-password"),
                List.of("--new-password=true"))) {
            var call = new ArrayList<>(List.of("demo"));
            call.addAll(form);
            assertThat(run(call.toArray(String[]::new)).lines())
                    .as(form.toString())
                    .singleElement()
                    .asString()
                    .contains("[-Ddatasync.build=up to date]");
        }
        assertThat(calls()).hasSize(1);
        run("demo", "--source", "a --break b");
        assertThat(calls()).as("a part of another argument is no option").hasSize(2);
    }

    @Test
    @DisplayName("PLAT-4 what one command built, another finds built: a running demo keeps its files")
    void whatOneCommandBuiltAnotherFinds() throws IOException {
        run("demo");
        run("agent", "status");
        run("server");
        assertThat(calls()).hasSize(1);
    }
}
