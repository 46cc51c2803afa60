package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.generation.Decoding;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.generation.ModelBench.Sample;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.picture.Resampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Pictures that are known without the model, at its native size: the real ones that came with it, and cards drawn here where those
 * are few. A
 * sound model denoises and decodes them well; what they make of a damaged or misread one tells which part is wrong.
 *
 * @param known each with the request that describes it
 * @param captioned whether every one has a caption that the model should understand
 * @param own whether every one came with the model, at its native size, so that what its maker measured is of them
 */
record KnownPictures(List<Known> known, boolean captioned, boolean own) {

    /** Eight: the fewest whose exact test of signed ranks can be significant at the first look, and one. */
    private static final int PICTURES = 8;

    /**
     * A known picture.
     *
     * @param request draws it, without guidance
     * @param picture the picture
     * @param latent the picture encoded, {@code [1,c,h,w]} at the network's scale
     */
    record Known(GenerationRequest request, Picture picture, Latent latent) {}

    /** Copies the list. */
    KnownPictures {
        known = List.copyOf(known);
    }

    /** Encodes the known pictures with the model of a case. */
    static KnownPictures of(Case subject, Laboratory laboratory) {
        ModelCard model = subject.setup().model();
        GenerationRequest plain = plain(subject);
        List<Sample> samples = laboratory.bench().samples(plain).stream()
                .filter(sample -> sample.picture().countNonFinite() == 0)
                .limit(PICTURES)
                .toList();
        boolean captioned = samples.size() == PICTURES
                && samples.stream().noneMatch(sample -> sample.caption().isBlank());
        boolean own = samples.size() == PICTURES
                && samples.stream()
                        .allMatch(sample -> sample.picture().width() == model.width()
                                && sample.picture().height() == model.height());
        List<Known> known = new ArrayList<>();
        // With fewer no test could find anything, which would pass for the absence of causes.
        List<Sample> all = new ArrayList<>(samples);
        while (all.size() < PICTURES) {
            all.add(new Sample("", card(all.size(), model.width(), model.height())));
        }
        for (Sample sample : all) {
            GenerationRequest request =
                    plain.toBuilder().prompt(sample.caption()).build();
            Picture picture = sized(sample.picture(), model.width(), model.height());
            known.add(new Known(
                    request, picture, laboratory.bench().encode(request, picture, laboratory.cancellation())));
        }
        return new KnownPictures(known, captioned, own);
    }

    /** The request of a case at native size, without guidance: one evaluation is then one call with one prompt. */
    static GenerationRequest plain(Case subject) {
        ModelCard model = subject.setup().model();
        return subject.question().request().toBuilder()
                .negativePrompt("")
                .guidance(Choice.of("cfg"))
                .cfgScale(1)
                .size(model.width(), model.height())
                .decoding(Decoding.WHOLE)
                .build();
    }

    private static Picture sized(Picture picture, int width, int height) {
        return picture.width() == width && picture.height() == height
                ? picture
                : Picture.of(width, height, Resampling.resize(picture, width, height));
    }

    /** A card: shaded discs on a gradient, as flat and as colourful as illustrations are. */
    static Picture card(int number, int width, int height) {
        Random random = new Random(1_000_003L * number + 17);
        double[] top = random.doubles(3).toArray();
        double[] bottom = random.doubles(3).toArray();
        float[] planes = new float[3 * width * height];
        for (int i = 0; i < planes.length; i++) {
            int channel = i / (width * height);
            double down = (double) (i / width % height) / height;
            planes[i] = (float) (top[channel] * (1 - down) + bottom[channel] * down);
        }
        for (int disc = 0; disc < 4; disc++) {
            double cx = 0.2 + 0.6 * random.nextDouble();
            double cy = 0.2 + 0.6 * random.nextDouble();
            double radius = 0.1 + 0.25 * random.nextDouble();
            double[] colour = random.doubles(3).toArray();
            for (int i = 0; i < width * height; i++) {
                double x = (double) (i % width) / width;
                double y = (double) (i / width) / height;
                double cover = Math.min(1, Math.max(0, (radius - Math.hypot(x - cx, y - cy)) * width / 2));
                double light = 1.2 - 1.2 * Math.hypot(x - cx + radius / 3, y - cy + radius / 3) / radius;
                for (int channel = 0; cover > 0 && channel < 3; channel++) {
                    int at = channel * width * height + i;
                    double lit = colour[channel] * Math.min(1, Math.max(0.3, light));
                    planes[at] = (float) (planes[at] * (1 - cover) + cover * lit);
                }
            }
        }
        return Picture.of(width, height, planes);
    }
}
