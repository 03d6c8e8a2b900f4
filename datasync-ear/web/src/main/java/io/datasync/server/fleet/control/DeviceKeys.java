package io.datasync.server.fleet.control;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import io.datasync.server.platform.datasource.SqlTime;
import io.datasync.server.platform.problem.ProblemException;
import io.datasync.server.platform.schema.SchemaReady;
import io.datasync.server.security.keys.SigningKeys;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Adds the device keys of PCs that were approved before such keys were kept, at each start, a page at a time. */
@ApplicationScoped
public class DeviceKeys {
    private static final System.Logger LOG = System.getLogger(DeviceKeys.class.getName());
    private static final int PAGE = 1_000;

    private static final String MISSING = """
            SELECT k.key_sha256, k.runner_id, k.public_key, k.decided_at FROM api_keys k
            WHERE k.state = 'active' AND k.key_sha256 > ? AND NOT EXISTS (SELECT 1 FROM signing_keys s
                WHERE s.runner_id = k.runner_id AND s.public_key = k.public_key)
            ORDER BY k.key_sha256""";

    private final SigningKeys keys;

    @Resource(lookup = "java:app/jdbc/datasync")
    private DataSource dataSource;

    @Inject
    DeviceKeys(SigningKeys keys) {
        this.keys = keys;
    }

    /** The keys of a database that no container gives. */
    DeviceKeys(DataSource dataSource, SigningKeys keys) {
        this(keys);
        this.dataSource = dataSource;
    }

    private record Missing(String keySha256, RunnerId runner, String publicKey, Instant approvedAt) {}

    /** Called at every start, once the tables are there. */
    public void prepare(@Observes SchemaReady ready) throws SyncException {
        List<Missing> page = after("");
        while (!page.isEmpty()) {
            for (Missing one : page) {
                add(one);
            }
            page = after(page.get(page.size() - 1).keySha256());
        }
    }

    private void add(Missing one) throws SyncException {
        try {
            keys.approved(one.runner(), one.publicKey(), one.approvedAt());
        } catch (ProblemException copied) {
            // A node must start whatever PCs did; the certificates of this one are refused until somebody acts.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "event=device_key_refused runner={0} detail=\"{1}\"",
                    one.runner(),
                    copied.getMessage());
        }
    }

    private List<Missing> after(String keySha256) throws SyncException {
        List<Missing> page = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(MISSING)) {
            select.setMaxRows(PAGE);
            select.setString(1, keySha256);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    page.add(new Missing(
                            rows.getString("key_sha256"),
                            new RunnerId(rows.getString("runner_id")),
                            rows.getString("public_key"),
                            SqlTime.read(rows, "decided_at")));
                }
            }
        } catch (SQLException failure) {
            throw new SyncException(ErrorCode.INDEX_UNAVAILABLE, true, "The keys cannot be read.", failure);
        }
        return page;
    }
}
