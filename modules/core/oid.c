/* Check digits of the national identifiers (contract: OID-1, YT-1), and the
 * shapes of those identifiers that also stand in paths and parameters, where
 * no schema is at hand.
 */
#include <string.h>

#include "oid.h"

#define NATIONAL_ROOT "1.2.246.562."
#define OID_DIGITS 10 /* digits of the last arc before its check digit */

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Number of digits at the beginning of `text`. */
static int digits_at(const char *text)
{
    int count = 0;

    while (is_digit(text[count])) {
        count++;
    }
    return count;
}

/* Check digit by Luhn: every other digit from the right is doubled. */
static int luhn_digit(const char *digits)
{
    int sum = 0;

    for (int i = 0; i < OID_DIGITS; i++) {
        int digit = digits[OID_DIGITS - 1 - i] - '0';
        if (i % 2 == 0) {
            digit *= 2;
            if (digit > 9) {
                digit -= 9;
            }
        }
        sum += digit;
    }
    return (10 - sum % 10) % 10;
}

/* Check digit by IBM 1-3-7: weights 7, 3, 1 from the right. */
static int ibm_digit(const char *digits)
{
    static const int weights[] = {7, 3, 1};
    int sum = 0;

    for (int i = 0; i < OID_DIGITS; i++) {
        sum += (digits[OID_DIGITS - 1 - i] - '0') * weights[i % 3];
    }
    return (10 - sum % 10) % 10;
}

static int y_tunnus_ok(const char *text)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2};
    int sum = 0;

    if (digits_at(text) != 7 || text[7] != '-' || !is_digit(text[8])
        || text[9] != '\0') {
        return 0;
    }
    for (int i = 0; i < 7; i++) {
        sum += (text[i] - '0') * weights[i];
    }
    int remainder = sum % 11;
    if (remainder == 1) { /* no digit fits */
        return 0;
    }
    return text[8] - '0' == (remainder == 0 ? 0 : 11 - remainder);
}

/* The arc after the national root, or NULL when `text` is no such OID;
 * `*arc_length` gets its length and `*last` the arc behind it. */
static const char *national_arc(const char *text, int *arc_length,
                                const char **last)
{
    if (!text || strncmp(text, NATIONAL_ROOT, strlen(NATIONAL_ROOT)) != 0) {
        return NULL;
    }
    const char *arc = text + strlen(NATIONAL_ROOT);
    *arc_length = digits_at(arc);
    if (*arc_length == 0 || arc[*arc_length] != '.') {
        return NULL;
    }
    *last = arc + *arc_length + 1;
    return arc;
}

static int arc_is(const char *arc, int length, const char *wanted)
{
    return strlen(wanted) == (size_t)length
           && strncmp(arc, wanted, (size_t)length) == 0;
}

/* The last arc: ten digits, the first not 0, then one digit or "10". */
static int last_arc_ok(const char *last)
{
    int digits = digits_at(last);

    if (last[digits] != '\0' || last[0] == '0') {
        return 0;
    }
    return digits == OID_DIGITS + 1
           || (digits == OID_DIGITS + 2
               && strcmp(last + OID_DIGITS, "10") == 0);
}

int ehoks_checksum_ok(ehoks_checksum_e kind, const char *text)
{
    int length;
    const char *last;

    if (kind == EHOKS_CHECKSUM_NONE) {
        return 1;
    }
    if (kind == EHOKS_CHECKSUM_Y_TUNNUS) {
        return text && y_tunnus_ok(text);
    }
    const char *arc = national_arc(text, &length, &last);
    if (!arc || !last_arc_ok(last)) {
        return 0;
    }
    int by_ibm = kind == EHOKS_CHECKSUM_OPPIJA && arc_is(arc, length, "24");
    int digit = by_ibm ? ibm_digit(last) : luhn_digit(last);
    if (last[OID_DIGITS + 1] != '\0') { /* "10" stands for the digit 0 */
        return digit == 0;
    }
    return last[OID_DIGITS] - '0' == digit;
}

int ehoks_oid_is_oppija(const char *text)
{
    int length;
    const char *last;
    const char *arc = national_arc(text, &length, &last);

    return arc
           && (arc_is(arc, length, "24") || arc_is(arc, length, "98")
               || arc_is(arc, length, "198") || arc_is(arc, length, "298"))
           && ehoks_checksum_ok(EHOKS_CHECKSUM_OPPIJA, text);
}

int ehoks_oid_is_opiskeluoikeus(const char *text)
{
    int length;
    const char *last;
    const char *arc = national_arc(text, &length, &last);

    return arc && arc_is(arc, length, "15")
           && ehoks_checksum_ok(EHOKS_CHECKSUM_LUHN, text);
}

int ehoks_oid_is_organisaatio(const char *text)
{
    int length;
    const char *last;
    const char *arc = national_arc(text, &length, &last);

    if (!arc
        || !(arc_is(arc, length, "10") || arc_is(arc, length, "99")
             || arc_is(arc, length, "199") || arc_is(arc, length, "299"))) {
        return 0;
    }
    if (last_arc_ok(last) || strcmp(last, "00000000001") == 0) {
        return 1;
    }
    /* Organisations of 2013 and 2014: a running number of 22 digits. */
    return (strncmp(last, "2013", 4) == 0 || strncmp(last, "2014", 4) == 0)
           && digits_at(last) == 22 && last[22] == '\0';
}
