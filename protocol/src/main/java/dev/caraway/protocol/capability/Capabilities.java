package dev.caraway.protocol.capability;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.Arrays;

/**
 * A set of capability bits, as words of 32. Immutable.
 *
 * <p>Bits that we do not know are kept, so that a set from the wire goes back to the wire unchanged.
 */
public final class Capabilities {

    public static final Capabilities NONE = new Capabilities(new int[0]);

    private final int[] words;

    private Capabilities(int[] words) {
        this.words = words;
    }

    /** The set of these bits, in as few words as they need. */
    public static Capabilities of(Capability... capabilities) {
        return NONE.with(capabilities);
    }

    /** The set in these words, lowest bits first; at most {@link Limits#CAPABILITY_WORDS}. */
    public static Capabilities ofWords(int... words) {
        if (words.length > Limits.CAPABILITY_WORDS) {
            throw new IllegalArgumentException(
                    "capability words: expected at most " + Limits.CAPABILITY_WORDS + ", got " + words.length);
        }
        return new Capabilities(words.clone());
    }

    /**
     * Reads words that follow each other.
     *
     * @param wordCount how many; more than {@link Limits#CAPABILITY_WORDS} are refused
     */
    public static Capabilities decode(SpiceReader in, String field, int wordCount) {
        if (wordCount < 0 || wordCount > Limits.CAPABILITY_WORDS) {
            throw in.violation(field, "expected at most " + Limits.CAPABILITY_WORDS + " words, got " + wordCount);
        }
        int[] words = new int[in.counted(field, wordCount, Integer.BYTES)];
        for (int i = 0; i < wordCount; i++) {
            words[i] = in.i32(field);
        }
        return new Capabilities(words);
    }

    /** Writes the words; their number stands elsewhere in each message. */
    public void encode(SpiceWriter out) {
        for (int word : words) {
            out.i32(word);
        }
    }

    public boolean has(Capability capability) {
        int word = capability.bit() / Integer.SIZE;
        return word < words.length && (words[word] & 1 << capability.bit() % Integer.SIZE) != 0;
    }

    /** This set and these bits. */
    public Capabilities with(Capability... capabilities) {
        int count = words.length;
        for (Capability capability : capabilities) {
            count = Math.max(count, capability.bit() / Integer.SIZE + 1);
        }
        int[] more = Arrays.copyOf(words, count);
        for (Capability capability : capabilities) {
            more[capability.bit() / Integer.SIZE] |= 1 << capability.bit() % Integer.SIZE;
        }
        return ofWords(more);
    }

    /** The words, lowest bits first; a fresh array. */
    public int[] words() {
        return words.clone();
    }

    public int wordCount() {
        return words.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Capabilities that && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    /** The first words in hexadecimal: a peer may name a thousand. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Capabilities[");
        for (int i = 0; i < Math.min(words.length, 4); i++) {
            text.append(i == 0 ? "" : " ").append("0x").append(Integer.toHexString(words[i]));
        }
        return text.append(words.length > 4 ? " …]" : "]").toString();
    }
}
