package io.datasync.testkit.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A program that looks like an agent to the sandbox. */
final class PretendedAgent {
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private PretendedAgent() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (!arguments[0].equals("--home")) {
            System.exit(2);
        }
        Path home = Path.of(arguments[1]);
        String name = String.valueOf(home.getFileName());
        switch (arguments[2]) {
            case "enroll" -> enroll(name, URI.create(arguments[4]));
            case "run" -> {
                System.out.println("running as " + name);
                NEVER.await();
            }
            case "status" -> System.out.println(List.of(arguments) + " " + Files.exists(home.resolve("one")));
            case "settings" ->
                System.getenv().entrySet().stream()
                        .filter(variable -> variable.getKey().startsWith("DATASYNC_AGENT_"))
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(variable -> System.out.println(variable.getKey() + "=" + variable.getValue()));
            default -> System.exit(2);
        }
    }

    private static void enroll(String name, URI server) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(server.resolve("/api/agent/register"))
                .POST(HttpRequest.BodyPublishers.ofString(name)));
        URI enrolment = server.resolve("/api/agent/enrolment?" + name);
        while (!send(HttpRequest.newBuilder(enrolment)).contains("true")) {
            NEVER.await(50, TimeUnit.MILLISECONDS);
        }
    }

    private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }
}
