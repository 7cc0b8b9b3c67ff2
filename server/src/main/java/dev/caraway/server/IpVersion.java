package dev.caraway.server;

/** Which of a host's addresses a server listens on. */
public enum IpVersion {
    ANY,
    IPV4,
    IPV6
}
