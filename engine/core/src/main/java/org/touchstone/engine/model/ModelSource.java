package org.touchstone.engine.model;

import java.nio.file.Path;

/**
 * Where a model came from, for the evidence of an audit.
 *
 * @param file the file as it was named
 * @param format id of the format it was read with, such as {@code xgboost-json}
 * @param sha256 SHA-256 of the bytes that were read, 64 lower-case hexadecimal digits
 */
public record ModelSource(Path file, String format, String sha256) {}
