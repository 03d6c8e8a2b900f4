package io.datasync.testkit.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.json.CompareAnswerWriter;
import io.datasync.core.protocol.json.CompareLineReader;
import io.datasync.core.protocol.json.CompareLineWriter;
import io.datasync.core.protocol.json.JsonLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** A program: compares as many entries as it is told, from NDJSON to NDJSON, and prints how many verdicts there were. */
final class ManyEntries {
    private ManyEntries() {}

    public static void main(String[] arguments) throws IOException, SyncException {
        int entries = Integer.parseInt(arguments[0]);
        RunDriver run = RunDriver.open(new World().startedNode(), World.JOB);
        long[] count = new long[2];
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                count[1]++;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                count[1] += length;
            }
        };
        CompareAnswerWriter writer = new CompareAnswerWriter(out);
        CompareAnswers counting = answer -> {
            count[0]++;
            writer.answer(answer);
        };
        CompareLineReader lines = new CompareLineReader(new Lines(entries), JsonLimits.DEFAULTS);
        run.coordinator().compare(run.run(), run.token(), 1, lines, counting);
        writer.finish();
        System.out.write((count[0] + " verdicts in " + count[1] + " bytes\n").getBytes(UTF_8));
        System.out.flush();
    }

    /** The NDJSON of that many entries in a thousand folders, made while it is read. */
    private static final class Lines extends InputStream {
        private final int entries;
        private final ByteArrayOutputStream made = new ByteArrayOutputStream();
        private final CompareLineWriter writer;
        private byte[] chunk = new byte[0];
        private int at;
        private int next;
        private boolean finished;

        Lines(int entries) throws IOException {
            this.entries = entries;
            writer = new CompareLineWriter(made);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            while (at == chunk.length) {
                if (finished) {
                    return -1;
                }
                make();
                chunk = made.toByteArray();
                made.reset();
                at = 0;
            }
            int n = Math.min(length, chunk.length - at);
            System.arraycopy(chunk, at, buffer, offset, n);
            at += n;
            return n;
        }

        private void make() throws IOException {
            int perFolder = Math.max(1, entries / 1_000);
            for (int i = 0; i < 1_000 && next < entries; i++, next++) {
                String folder = "%04d".formatted(next / perFolder);
                CompareLine.Item item = item(folder + "/part-%07d.csv".formatted(next));
                if (next % perFolder == 0) {
                    writer.write(new CompareLine.Start(item.entry().path().folder()));
                }
                writer.write(item);
                if (next % perFolder == perFolder - 1 || next == entries - 1) {
                    writer.write(new CompareLine.End(item.entry().path().folder(), true));
                }
            }
            if (next == entries) {
                writer.finish();
                finished = true;
            }
        }

        private static CompareLine.Item item(String path) {
            return new CompareLine.Item(SourceEntry.file(RelativePath.known(path), 7, 7), Optional.empty());
        }
    }
}
