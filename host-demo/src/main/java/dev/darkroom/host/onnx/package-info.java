/** ONNX Runtime and the tokenizer library behind the contract's inference interfaces; nobody else imports them. */
@NullMarked
package dev.darkroom.host.onnx;

import org.jspecify.annotations.NullMarked;
