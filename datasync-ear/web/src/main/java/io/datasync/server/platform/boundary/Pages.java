package io.datasync.server.platform.boundary;

import io.datasync.server.platform.problem.ProblemException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** Pages by key (API-7): a full page carries a {@code Link} to the one after its last element. */
public final class Pages {
    private Pages() {}

    /** Refuses a limit that is not 1 to {@code most}. */
    public static void checkLimit(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw ProblemException.invalid("limit must lie between 1 and " + most + ".");
        }
    }

    /** The id of a row by which pages go on; what is none is refused. */
    public static long row(String after) {
        return rowId(after).orElseThrow(() -> ProblemException.invalid("after must be the id of a row."));
    }

    /** The id of a row, or empty for a text that is none. */
    public static OptionalLong rowId(String text) {
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /**
     * Answers with a page.
     *
     * @param key what the next page begins after
     */
    public static <T> Response answer(List<T> page, int limit, Function<T, String> key, UriInfo uri) {
        Response.ResponseBuilder answer = Response.ok(page);
        if (page.size() == limit) {
            String last = key.apply(page.get(page.size() - 1));
            // A template would take braces in a name for its own.
            String escaped = last.replace("%", "%25").replace("{", "%7B").replace("}", "%7D");
            answer.link(
                    uri.getRequestUriBuilder()
                            .replaceQueryParam("after", escaped)
                            .build(),
                    "next");
        }
        return answer.build();
    }
}
