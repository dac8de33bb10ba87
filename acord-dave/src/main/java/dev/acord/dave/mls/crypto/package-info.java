/** Cipher suite 2 of RFC 9420 (DHKEM P-256, HKDF-SHA256, AES-128-GCM, ECDSA P-256 with SHA-256). */
@NullMarked
package dev.acord.dave.mls.crypto;

import org.jspecify.annotations.NullMarked;
