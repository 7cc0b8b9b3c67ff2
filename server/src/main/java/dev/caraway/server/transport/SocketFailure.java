package dev.caraway.server.transport;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why a socket failed, in words for logs and management: never what the peer has sent, and no class of Java's. */
final class SocketFailure {

    private static final int REASON_CHARACTERS = 200;

    private SocketFailure() {}

    /** One line. */
    static String reason(Throwable failure) {
        Throwable cause = undecorated(failure);
        if (cause instanceof ClosedChannelException) {
            return "connection closed";
        }
        if (cause instanceof NotSslRecordException) {
            return "expected TLS, got something else";
        }
        if (cause instanceof SSLException) {
            return tlsReason(cause);
        }
        return worded(cause);
    }

    /** What happened, without what Netty wraps it in. */
    static Throwable undecorated(Throwable failure) {
        return failure instanceof DecoderException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** What was wrong with the certificate, if it was that; the outermost words otherwise. */
    private static String tlsReason(Throwable cause) {
        if (isIn(cause, CertPathBuilderException.class::isInstance)) {
            return "TLS: expected a certificate of the CA";
        }
        if (isIn(cause, CertificateExpiredException.class::isInstance)) {
            return "TLS: the certificate has expired";
        }
        if (isIn(cause, CertificateNotYetValidException.class::isInstance)) {
            return "TLS: the certificate is not valid yet";
        }
        return "TLS: "
                + innermost(cause, GeneralSecurityException.class::isInstance)
                        .map(SocketFailure::worded)
                        .orElseGet(() -> worded(cause));
    }

    private static boolean isIn(Throwable failure, Predicate<Throwable> kind) {
        return causes(failure).anyMatch(kind);
    }

    private static Optional<Throwable> innermost(Throwable failure, Predicate<Throwable> kind) {
        return causes(failure).filter(kind).reduce((outer, inner) -> inner);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(10);
    }

    private static String worded(Throwable cause) {
        String text = cause.getMessage();
        if (text == null || text.isEmpty()) {
            return cause.getClass().getSimpleName();
        }
        // Netty appends the address, which the line has already.
        int address = text.indexOf(": /");
        String brief = (address < 0 ? text : text.substring(0, address)).replaceAll("\\p{Cntrl}", "?");
        String limited = brief.substring(0, Math.min(brief.length(), REASON_CHARACTERS));
        boolean isWord = limited.length() < 2 || !Character.isUpperCase(limited.charAt(1));
        return isWord ? limited.substring(0, 1).toLowerCase(Locale.ROOT) + limited.substring(1) : limited;
    }
}
