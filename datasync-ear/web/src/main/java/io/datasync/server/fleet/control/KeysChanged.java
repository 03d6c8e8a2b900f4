package io.datasync.server.fleet.control;

/** The event that keys became good or bad, sent in the transaction that decides it. */
record KeysChanged() {}
