package org.touchstone.profile;

/**
 * One file of a profile's chain of {@code extends}.
 *
 * @param id the profile's id
 * @param version its version
 * @param location where it was loaded from: an id, a {@code classpath:} location or a path
 * @param sha256 SHA-256 of the file's bytes, in lower-case hexadecimal
 */
public record ProfileOrigin(String id, String version, String location, String sha256) {}
