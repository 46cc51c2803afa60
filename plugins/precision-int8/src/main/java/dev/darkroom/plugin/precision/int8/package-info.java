/**
 * Static post-training quantisation to INT8: unsigned activations, signed weights with a scale a channel, written as
 * QuantizeLinear/DequantizeLinear pairs, which ONNX Runtime fuses into integer kernels (Jacob et al. 2018, "Quantization and
 * Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference"). Ranges come from the network's inputs at all
 * steps of real trajectories (Li et al. 2023, "Q-Diffusion", section 3.2: activations drift with the timestep).
 */
@NullMarked
package dev.darkroom.plugin.precision.int8;

import org.jspecify.annotations.NullMarked;
