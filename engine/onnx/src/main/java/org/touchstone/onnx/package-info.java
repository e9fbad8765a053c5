/**
 * Models in ONNX files: scored by ONNX Runtime, or read into a tree ensemble or a network that
 * explainers see inside.
 */
@NullMarked
package org.touchstone.onnx;

import org.jspecify.annotations.NullMarked;
