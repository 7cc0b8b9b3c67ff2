package dev.caraway.codecs.bench;

import dev.caraway.codecs.bench.BenchmarkedCodec.Compressor;
import dev.caraway.codecs.pixel.Raster;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One pass: every image of a set compressed once, in order. {@link CodecTable} runs it and prints the figures. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {

    @Param("LZ")
    BenchmarkedCodec codec = BenchmarkedCodec.LZ;

    @Param("desktop")
    String images = "";

    private Raster[] rasters = {};
    private byte[] out = {};
    private Compressor compressor = codec.fresh();

    @Setup(Level.Trial)
    public void prepareImages() {
        List<Raster> named = BenchmarkImages.named(images).rasters();
        rasters = named.toArray(rasters);
        out = new byte[BenchmarkImages.roomFor(named)];
        compressor = codec.fresh();
    }

    /** A pass takes milliseconds, so what JMH loses to a call around each is small. */
    @Setup(Level.Invocation)
    public void forgetImagesBefore() {
        if (codec.remembersImages()) {
            compressor = codec.fresh();
        }
    }

    @Benchmark
    public long pass() {
        return compressOnce(compressor, rasters, out);
    }

    /** The compressed bytes of all images. */
    static long compressOnce(Compressor compressor, Raster[] rasters, byte[] out) {
        long bytes = 0;
        for (Raster raster : rasters) {
            int length = compressor.compress(raster, out, 0);
            if (length < 0) {
                throw new IllegalStateException(raster + ": expected to fit " + out.length + " bytes");
            }
            bytes += length;
        }
        return bytes;
    }
}
