package dev.caraway.protocol.link;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * What the server answers to a link message.
 *
 * @param publicKey the RSA key for the ticket as a SubjectPublicKeyInfo of {@link #KEY_BYTES}, all zero when refused
 */
public record LinkReply(
        LinkError error, Bytes publicKey, Capabilities commonCapabilities, Capabilities channelCapabilities)
        implements Encodable {

    /** A SubjectPublicKeyInfo of an RSA key of 1024 bits. */
    public static final int KEY_BYTES = 162;

    /** The fixed part. */
    public static final int BYTES = 178;

    private static final Bytes NO_KEY = Bytes.wrap(new byte[KEY_BYTES]);

    public LinkReply {
        if (publicKey.length() != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "public key: expected " + KEY_BYTES + " bytes, got " + publicKey.length());
        }
    }

    /** The reply that opens the way to authentication. */
    public static LinkReply accepted(
            Bytes publicKey, Capabilities commonCapabilities, Capabilities channelCapabilities) {
        return new LinkReply(LinkError.OK, publicKey, commonCapabilities, channelCapabilities);
    }

    /** The reply that says why there is no link: with its header 194 bytes. */
    public static LinkReply refused(LinkError error) {
        return new LinkReply(error, NO_KEY, Capabilities.NONE, Capabilities.NONE);
    }

    public static LinkReply decode(SpiceReader in) {
        LinkError error = LinkResult.error(in);
        Bytes publicKey = in.bytes("pub_key", KEY_BYTES);
        int commonCount = in.u32AtMost("num_common_caps", Limits.CAPABILITY_WORDS);
        int channelCount = in.u32AtMost("num_channel_caps", Limits.CAPABILITY_WORDS);
        long capsOffset = in.u32("caps_offset");
        if (commonCount + channelCount > 0 && capsOffset != BYTES) {
            throw in.violation("caps_offset", "expected " + BYTES + ", got " + capsOffset);
        }
        Capabilities common = Capabilities.decode(in, "common_caps", commonCount);
        Capabilities channel = Capabilities.decode(in, "channel_caps", channelCount);
        return new LinkReply(error, publicKey, common, channel);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(error.code());
        out.bytes(publicKey);
        out.u32(commonCapabilities.wordCount());
        out.u32(channelCapabilities.wordCount());
        out.u32(capsOffset());
        commonCapabilities.encode(out);
        channelCapabilities.encode(out);
    }

    /** A refusal is all zeros but for its error. */
    private int capsOffset() {
        int words = commonCapabilities.wordCount() + channelCapabilities.wordCount();
        return error == LinkError.OK || words > 0 ? BYTES : 0;
    }
}
