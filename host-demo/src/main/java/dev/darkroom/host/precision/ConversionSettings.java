package dev.darkroom.host.precision;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.GenerationRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What to convert, and how.
 *
 * @param request the model, weights, steps, sampler and guidance, as users make pictures with it; FP32
 * @param converter id, display name or alias of the converter
 * @param options its options
 * @param prompts what is drawn to calibrate, and to compare; never empty
 * @param calls how many network calls of the trajectories are kept to calibrate on
 * @param pictures how many pictures are compared
 * @param leastPsnr what the mean PSNR must reach, in dB; empty for the converter's own target
 * @param force whether a variant that fails is put in place as well
 * @param saveCalls where what the network was fed is written as NumPy arrays, for other tools
 * @param folder where a full model folder is made; empty to put the variant beside the original
 */
public record ConversionSettings(
        GenerationRequest request,
        String converter,
        Map<String, String> options,
        List<String> prompts,
        int calls,
        int pictures,
        OptionalDouble leastPsnr,
        boolean force,
        Optional<Path> saveCalls,
        Optional<Path> folder) {

    /** Copies the collections and checks the numbers. */
    public ConversionSettings {
        options = Map.copyOf(options);
        prompts = List.copyOf(prompts);
        if (prompts.isEmpty()) {
            throw new InvalidRequestException("prompts: expected at least one to calibrate on, found none");
        }
        if (calls < 4 || calls > 10_000) {
            throw new InvalidRequestException("calls: expected 4 to 10000, found " + calls);
        }
        if (pictures < 1 || pictures > 1000) {
            throw new InvalidRequestException("pictures: expected 1 to 1000, found " + pictures);
        }
    }
}
