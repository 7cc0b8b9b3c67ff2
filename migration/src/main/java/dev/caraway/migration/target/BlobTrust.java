package dev.caraway.migration.target;

/** What speaks for a blob that has come through the client. */
public enum BlobTrust {
    /** The source has said its length and digest in the migrate stream, and they agree. */
    PROVEN,
    /** The source has no stream to say it in. */
    UNPROVEN,
    /** The source has said another digest, or the blob cannot be read. */
    DIFFERS
}
