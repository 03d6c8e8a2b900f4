package io.datasync.server.it;

import static io.datasync.server.it.HttpRules.expect;
import static io.datasync.server.it.Messages.bytes;
import static io.datasync.server.it.Messages.entries;
import static io.datasync.server.it.Messages.reports;
import static io.datasync.server.it.RunSteps.open;
import static io.datasync.server.it.RunSteps.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.AgentApi;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.json.RunJson;
import io.datasync.core.protocol.seal.FolderListing;
import io.datasync.core.protocol.seal.FolderListings;
import io.datasync.server.it.ServerClient.Answer;
import io.datasync.testkit.sandbox.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Seals by hand, over HTTP (API-5). */
interface SealHttpRules extends RunSteps, PeopleHttpRules {
    /** The folder of {@link Messages#entries}. */
    String DAY = "2026-04-23";

    private static String jobPath(Running running) {
        return "/api/admin/runners/" + running.runner() + "/jobs/" + running.job();
    }

    static Answer order(ServerClient person, Running running, String call, String folder, Json order) {
        return person.post(jobPath(running) + "/" + call + "/" + folder, order);
    }

    static Json because(String reason) {
        return Json.object("reason", reason);
    }

    /** A job with archived files of one day, whose last run told of its listing. */
    default Running archived(String name, long outstanding) {
        return archived(opened(name), outstanding);
    }

    default Running archived(Running running, long outstanding) {
        assertThat(send(running, "progress", reports(entries(3)), Map.of()).status())
                .isEqualTo(200);
        end(running, outstanding);
        return running;
    }

    private static Json end(Running running, long outstanding) {
        var listing = new FolderListing(RelativePath.known(DAY + "/a").folder(), outstanding);
        var end = new CompleteRequest(
                new Balance(4, 3, 0, 0, 1, 0),
                0,
                3,
                6,
                Optional.empty(),
                0,
                0,
                new FolderListings(List.of(listing), List.of(), false, Duration.ZERO));
        Answer ended =
                send(running, "complete", bytes(out -> RunJson.write(out, end)), Map.of("Content-Type", AgentApi.JSON));
        assertThat(ended.status()).as(ended.body()).isEqualTo(200);
        return ended.json();
    }

    default List<Json> folders(Running running, String query) {
        return admin().get(jobPath(running) + "/folders" + query).json().items();
    }

    @Test
    @DisplayName(
            "API-5 API-7 an operator seals a folder and opens it again; the list shows it, and repeats change nothing")
    default void anOperatorSealsAndOpens() {
        Running running = archived("seal-1", 0);
        ServerClient operator = nobody().person(newUser("seal-operator", "operator"));
        assertThat(folders(running, "?sealed=true")).isEmpty();
        Json before = folders(running, "?sealed=false").get(0);
        assertThat(before.get("outstanding").number()).isZero();
        assertThat(before.has("sealedAt")).isFalse();

        Answer sealed = order(operator, running, "seal", DAY, because("the disk goes"));
        assertThat(sealed.status()).as(sealed.body()).isEqualTo(200);
        assertThat(sealed.json().get("sealed").truth()).isTrue();
        assertThat(sealed.json().has("certificate")).isFalse();
        String sealedAt = sealed.json().get("sealedAt").text();
        Answer again = order(operator, running, "seal", DAY, because("once more"));
        assertThat(again.json().get("sealedAt").text().substring(0, 19)).isEqualTo(sealedAt.substring(0, 19));
        assertThat(folders(running, "?sealed=true")).singleElement().satisfies(folder -> {
            assertThat(folder.get("name").text()).isEqualTo(DAY);
            assertThat(folder.get("revision").number())
                    .isEqualTo(before.get("revision").number() + 1);
        });
        assertThat(folders(running, "?sealed=false")).isEmpty();

        Answer opened = order(operator, running, "unseal", DAY, because("more will come"));
        assertThat(opened.json().get("sealed").truth()).isFalse();
        assertThat(order(operator, running, "unseal", DAY, because("again")).status())
                .isEqualTo(200);
        assertThat(folders(running, "?sealed=true")).isEmpty();
        expect(admin().get(jobPath(running) + "/folders?sealed=perhaps"), 400, "request_invalid");
    }

    @Test
    @DisplayName(
            "D-10 an order with something outstanding is refused, unless it says so; its certificate is asked for at the next end")
    default void withSomethingOutstanding() {
        Running running = archived("seal-2", 2);
        Answer refused = order(admin(), running, "seal", DAY, because("the disk goes"));
        expect(refused, 409, "seal_refused");
        assertThat(refused.json().get("detail").text()).contains("2 of its files were in flight or failed");
        assertThat(folders(running, "?sealed=true")).isEmpty();
        Json all = Json.object("reason", "the disk goes", "withOutstanding", true);
        assertThat(order(admin(), running, "seal", DAY, all).status()).isEqualTo(200);

        Json run = open(running.agent(), running.job(), "seal-2-next").json();
        var next = new Running(
                running.agent(),
                running.runner(),
                running.job(),
                "seal-2-next",
                run.get("token").text());
        assertThat(end(next, 2).get("toSeal").items()).extracting(Json::text).containsExactly(DAY);
    }

    @Test
    @DisplayName("API-5 orders about what is not there, or that say nothing, are refused by their codes")
    default void refusedOrders() {
        Running running = archived("seal-3", 0);
        for (String call : List.of("seal", "unseal")) {
            expect(order(admin(), running, call, "2026-04-01", because("x")), 404, "folder_unknown");
            expect(
                    admin().post(
                                    "/api/admin/runners/other/jobs/" + running.job() + "/" + call + "/" + DAY,
                                    because("x")),
                    404,
                    "job_unknown");
            expect(order(admin(), running, call, "a%2Fb", because("x")), 400, "path_invalid");
            for (String reason : List.of("", "  ", "two\nlines", "x".repeat(501))) {
                expect(order(admin(), running, call, DAY, because(reason)), 400, "request_invalid");
            }
            expect(admin().post(jobPath(running) + "/" + call + "/" + DAY, ""), 400, "message_malformed");
            expect(admin().post(jobPath(running) + "/" + call + "/" + DAY, "{\"reason\":"), 400, "message_malformed");
        }
        assertThat(folders(running, "?sealed=true")).isEmpty();
    }
}
