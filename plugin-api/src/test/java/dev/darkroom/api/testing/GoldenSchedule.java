package dev.darkroom.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.ArrayList;
import java.util.List;

/**
 * The levels that a reference schedule returned.
 *
 * @param id family, betas, schedule and number of steps
 * @param args the reference's arguments
 * @param steps the number of steps asked for
 * @param sigmas the levels, computed in double
 */
public record GoldenSchedule(String id, JsonNode args, int steps, double[] sigmas) {

    /** Reads the schedules of a golden file. */
    public static List<GoldenSchedule> read(Class<?> test, String resource) {
        List<GoldenSchedule> schedules = new ArrayList<>();
        for (JsonNode one : GoldenFiles.json(test, resource).get("schedules")) {
            double[] sigmas = new double[one.get("sigmas_f64").size()];
            for (int i = 0; i < sigmas.length; i++) {
                sigmas[i] = one.get("sigmas_f64").get(i).asDouble();
            }
            schedules.add(new GoldenSchedule(
                    one.get("id").asText(), one.get("args"), one.get("n").asInt(), sigmas));
        }
        return schedules;
    }

    /** Returns a part of the id, from 0. */
    public String part(int k) {
        return id.split("/")[k];
    }

    /** Returns whether the model is a rectified flow. */
    public boolean isFlow() {
        return part(1).startsWith("flow");
    }

    /** Returns the time shift of the model, 1 for models that are no flow. */
    public double shift() {
        return isFlow() ? Double.parseDouble(part(1).substring("flow_shift".length())) : 1;
    }

    /** Returns the process of the model the id names. */
    public DiffusionProcess process() {
        return isFlow()
                ? DiffusionProcess.flow()
                : DiffusionProcess.discrete(PredictionType.EPSILON, Betas.alphasCumprod(part(1)));
    }

    /** Asserts that levels equal these to a relative 1e-9. */
    public void assertEquals(SigmaSchedule found) {
        assertThat(found.toArray()).as(id).hasSameSizeAs(sigmas);
        for (int i = 0; i < sigmas.length; i++) {
            assertThat(found.at(i)).as("%s, level %d", id, i).isCloseTo(sigmas[i], withinPercentage(1e-7));
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
