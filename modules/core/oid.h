/* Check digits of the national object identifiers and business ids
 * (contract: OID-1, YT-1). */
#ifndef EHOKS_CORE_OID_H
#define EHOKS_CORE_OID_H

typedef enum {
    EHOKS_CHECKSUM_NONE,
    EHOKS_CHECKSUM_LUHN,    /* study rights; learners of test registers */
    EHOKS_CHECKSUM_OPPIJA,  /* learners: IBM 1-3-7 on arc 24, else Luhn */
    EHOKS_CHECKSUM_Y_TUNNUS /* business ids */
} ehoks_checksum_e;

/* 1 when the check digit of `text` is right. `text` must already fit the
 * pattern of its kind; anything else gives 0. */
int ehoks_checksum_ok(ehoks_checksum_e kind, const char *text);

/* 1 when `text` is a well-formed OID of its kind, check digit included. */
int ehoks_oid_is_oppija(const char *text);
int ehoks_oid_is_opiskeluoikeus(const char *text);
int ehoks_oid_is_organisaatio(const char *text); /* has no check digit */

#endif
