package org.touchstone.grade;

/**
 * A light and why it is on.
 *
 * @param light the light
 * @param reason one sentence for the report
 */
public record Verdict(Light light, String reason) {}
