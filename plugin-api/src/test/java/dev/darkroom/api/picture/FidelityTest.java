package dev.darkroom.api.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected numbers are scikit-image 0.26's, with {@code gaussian_weights=True, sigma=1.5, use_sample_covariance=False}. */
class FidelityTest {

    private static Picture picture(double second) {
        float[] planes = new float[3 * 24 * 31];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (float) (0.5 + 0.6 * Math.sin(i * 0.37)) + (float) second * (float) Math.cos(i * 0.91);
        }
        return Picture.of(31, 24, planes);
    }

    @Test
    void agreesWithScikitImage() {
        assertThat(Fidelity.psnr(picture(0.1), picture(0))).isCloseTo(25.153167772514948, within(1e-5));
        assertThat(Fidelity.ssim(picture(0.1), picture(0))).isCloseTo(0.9895242784814985, within(1e-6));
    }

    @Test
    void equalPicturesAreEqualAndBrokenOnesAreWorthNothing() {
        assertThat(Fidelity.psnr(picture(0), picture(0))).isInfinite().isPositive();
        assertThat(Fidelity.ssim(picture(0), picture(0))).isEqualTo(1);
        float[] planes = picture(0).toArray();
        planes[5] = Float.NaN;
        Picture broken = Picture.of(31, 24, planes);
        assertThat(Fidelity.psnr(broken, picture(0))).isZero();
        assertThat(Fidelity.ssim(picture(0), broken)).isZero();
        assertThatThrownBy(() -> Fidelity.psnr(Picture.of(1, 1, new float[3]), picture(0)))
                .hasMessage("fidelity: expected pictures of one size, found Picture[1x1] and Picture[31x24]");
    }
}
