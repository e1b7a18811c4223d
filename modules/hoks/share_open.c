/* Opening a share, for whoever holds its secret. */
#include <string.h>

#include "../core/date.h"
#include "../core/pin.h"
#include "../core/secret.h"
#include "../db/db.h"
#include "../db/rows.h"
#include "../db/sql.h"
#include "audit.h"
#include "hoks.h"
#include "share.h"
#include "share_plans.h"

/* What must be known before a share is opened. */
typedef struct {
    const char *id;
    const char *pin; /* hash; NULL: none is asked */
    int needs_login;
    const char *begins; /* first day, when it is yet to come; else NULL */
    int is_locked;      /* too many wrong PINs */
} door_t;

/* The caller, when logged in as somebody that we know the kind of. */
static const ehoks_principal_t *opener(const ehoks_ctx_t *ctx)
{
    const ehoks_principal_t *who = ctx->principal;

    return who && who->kind != EHOKS_KIND_NONE ? who : NULL;
}

static const ehoks_err_t *refuse(const ehoks_ctx_t *ctx, const char *code)
{
    return ehoks_err_make(ctx->pool, code, NULL);
}

/* Looks the secret up. Whatever is wrong with it, the same statement finds
 * nothing: what opens nothing cannot be told apart. */
static const ehoks_err_t *find_door(const ehoks_ctx_t *ctx, const char *secret,
                                    door_t *door)
{
    const char *values[] = {ehoks_secret_hash(ctx->pool, secret), ctx->address};
    ehoks_rows_t *rows;
    const ehoks_err_t *err =
        ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_HAE_JAKO], values, &rows);

    if (err)
        return err;
    if (ehoks_rows_count(rows) == 0)
        return refuse(ctx, "E-JAKO");
    door->id = ehoks_rows_text(rows, 0, 0);
    door->pin = ehoks_rows_text(rows, 0, 1);
    door->needs_login = ehoks_rows_boolean(rows, 0, 2);
    door->begins = ehoks_rows_text(rows, 0, 3);
    door->is_locked = ehoks_rows_boolean(rows, 0, 4);
    return NULL;
}

/* Whether the PIN is right: `*fits` is told to the statement that opens, which
 * alone decides what is said, one guess after the other. */
static const ehoks_err_t *try_pin(const ehoks_ctx_t *ctx, const door_t *door,
                                  const char *pin, int *fits)
{
    *fits = 1;
    if (!door->pin)
        return NULL;
    if (door->is_locked)
        return refuse(ctx, "E-PIN-LUKOSSA");
    if (!pin)
        return refuse(ctx, "E-PIN-PUUTTUU");
    ehoks_db_close(ctx); /* hashing is slow on purpose */
    *fits = ehoks_pin_fits(pin, door->pin);
    return NULL;
}

/* Who opens, as its owner will see it: staff and systems by organisation, who
 * acts for none by name. */
static void fill_opener(const ehoks_ctx_t *ctx, const char **values)
{
    const ehoks_principal_t *who = opener(ctx);
    int is_staff = who && who->kind == EHOKS_KIND_VIRKAILIJA;
    int is_system = who && who->kind == EHOKS_KIND_PALVELU;

    values[0] = who ? ehoks_hoks_kind_name(who->kind) : NULL;
    values[1] = who && !is_staff ? who->name : NULL;
    values[2] =
        is_staff || is_system
            ? ehoks_principal_organisations(ctx->pool, who, EHOKS_RIGHT_READ)
            : NULL;
}

/* What the statement said about the opening. */
static const ehoks_err_t *outcome(const ehoks_ctx_t *ctx,
                                  const ehoks_rows_t *rows)
{
    const char *word = ehoks_rows_text(rows, 0, EHOKS_SHARE_COL_TULOS);

    if (strcmp(word, "avattu") == 0)
        return NULL;
    if (strcmp(word, "vaarin") == 0)
        return refuse(ctx, "E-PIN");
    return refuse(ctx,
                  strcmp(word, "lukossa") == 0 ? "E-PIN-LUKOSSA" : "E-JAKO");
}

const ehoks_err_t *ehoks_share_open(const ehoks_ctx_t *ctx, const char *secret,
                                    const char *pin, ehoks_json_t **view)
{
    door_t door = {0};
    ehoks_share_t share = {0};
    const char *values[6];
    ehoks_rows_t *rows;
    int fits = 0;
    const ehoks_err_t *err = find_door(ctx, secret, &door);

    ehoks_audit_operation(ctx, ":share/open");
    if (!err && door.begins)
        err = ehoks_err_make(ctx->pool, "E-JAKO-EI-VIELA", door.begins, NULL);
    if (!err && door.needs_login && !opener(ctx))
        err = refuse(ctx, "E-JAKO-KIRJAUTUMINEN");
    if (!err)
        err = try_pin(ctx, &door, pin, &fits);
    if (err)
        return err;
    values[0] = door.id;
    values[1] = ctx->address;
    values[2] = fits ? "true" : "false";
    fill_opener(ctx, values + 3);
    err = ehoks_db_run(ctx, &ehoks_sql[EHOKS_SQL_AVAA_JAKO], values, &rows);
    if (!err)
        err = outcome(ctx, rows);
    if (!err)
        err = ehoks_share_take(ctx, rows, 1, &share);
    if (err)
        return err;
    ehoks_audit_detail(ctx, "jakoId", door.id);
    *view = ehoks_share_view(ctx->pool, &share, ehoks_date_today(ctx->now));
    return NULL;
}
