package dev.darkroom.host.precision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.model.Precision;
import dev.darkroom.host.digest.Sha256;
import dev.darkroom.host.file.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The report of a variant as JSON, in the model folder as {@code darkroom-<precision>.json}. */
public final class ReportFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportFile() {}

    /** Returns where the report of a precision lies. */
    public static Path in(Path model, String precision) {
        return model.resolve("darkroom-" + precision.toLowerCase(Locale.ROOT) + ".json");
    }

    static void write(PrecisionReport report, Path model, List<Path> installed) {
        ObjectNode json = json(report);
        ObjectNode files = json.putObject("files");
        Path target = in(model, report.precision());
        Path aside = target.resolveSibling("." + target.getFileName() + ".part");
        try {
            for (Path file : installed) {
                files.put(model.relativize(file).toString().replace('\\', '/'), Sha256.of(file));
            }
            Files.write(aside, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw FileFailure.of("write", target, e);
        }
    }

    /** Returns the SHA-256 of what the conversions of a model wrote, by path in its folder. */
    public static Map<String, String> digests(Path model) {
        Map<String, String> digests = new TreeMap<>();
        for (Precision precision : Precision.values()) {
            Path report = in(model, precision.name());
            if (Files.isRegularFile(report)) {
                try {
                    JSON.readTree(Files.readAllBytes(report))
                            .path("files")
                            .properties()
                            .forEach(file ->
                                    digests.put(file.getKey(), file.getValue().asText()));
                } catch (JsonProcessingException e) {
                    throw new DarkroomException(report + ": not valid JSON; convert the model again", e);
                } catch (IOException e) {
                    throw FileFailure.of("read", report, e);
                }
            }
        }
        return digests;
    }

    /** Returns a report as a JSON text of one line. */
    public static String line(PrecisionReport report) {
        try {
            return JSON.writeValueAsString(json(report));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers and texts can be written", e);
        }
    }

    private static ObjectNode json(PrecisionReport report) {
        ObjectNode json = JSON.createObjectNode();
        json.put("model", report.model());
        json.put("precision", report.precision().toLowerCase(Locale.ROOT));
        json.put("converter", report.converter());
        json.put("device", report.device());
        json.put("passed", report.passed());
        report.gates()
                .forEach(gate -> json.withArray("gates")
                        .addObject()
                        .put("gate", gate.name())
                        .put("passed", gate.passed())
                        .put("found", gate.found()));
        ObjectNode call = json.putObject("network_call_ms");
        call.put("fp32_median", report.before().median())
                .put("fp32_best", report.before().best());
        call.put("median", report.after().median()).put("best", report.after().best());
        json.put("speed_up", report.speedUp());
        report.sizes()
                .forEach((component, sizes) -> json.withObject("/bytes")
                        .putObject(component)
                        .put("fp32", sizes.before())
                        .put("variant", sizes.after()));
        report.stepErrors()
                .forEach((timestep, decibels) ->
                        json.withObject("/one_step_db_by_timestep").put(Double.toString(timestep), decibels));
        report.distance().psnr().forEach(json.withArray("psnr_db")::add);
        report.distance().ssim().forEach(json.withArray("ssim")::add);
        report.distance()
                .shifts()
                .forEach((symptom, shift) -> json.withObject("/inspectors")
                        .putObject(symptom)
                        .put("mean_shift", shift.mean())
                        .put("spread_of_clean_seeds", shift.spread()));
        report.kept().forEach(json.withObject("/kept_in_fp32")::put);
        report.remarks().forEach(json.withArray("remarks")::add);
        report.settings().forEach(json.withObject("/made_with")::put);
        return json;
    }
}
