package io.datasync.drills.story;

/** That a file once held this: its path in the source with slashes, and the SHA-256 of its bytes in hex. */
record Content(String path, String sha256) {}
