/* The plans of a share as the statements tell them. Private to share*.c. */
#ifndef EHOKS_HOKS_SHARE_PLANS_H
#define EHOKS_HOKS_SHARE_PLANS_H

#include "../core/ctx.h"
#include "../core/err.h"
#include "../db/rows.h"
#include "share_view.h"

/* Columns of the statements that read the plans of a share: first the share's
 * own, then a row for each plan. */
enum {
    EHOKS_SHARE_COL_TULOS,
    EHOKS_SHARE_COL_TARKOITUS,
    EHOKS_SHARE_COL_SISALTO,
    EHOKS_SHARE_COL_ALKU,
    EHOKS_SHARE_COL_LOPPU,
    EHOKS_SHARE_COL_MODUULIT,
    EHOKS_SHARE_COL_HOKS,
    EHOKS_SHARE_COL_VERSIO,
    EHOKS_SHARE_COL_OPPIJA,
    EHOKS_SHARE_COL_OPISKELUOIKEUS,
    EHOKS_SHARE_COL_ASIAKIRJA,
    EHOKS_SHARE_COL_NIMI,
    EHOKS_SHARE_COL_TUTKINTO,
    EHOKS_SHARE_COL_OSAAMISALA,
    EHOKS_SHARE_COL_OPPILAITOS,
    EHOKS_SHARE_COL_OPPILAITOS_NIMI,
    EHOKS_SHARE_COL_PAATTYY
};

/* Fills `share` from rows, of which there must be one. With `has_header` its
 * own values, too. Notes the plans as what the request is about. E-SISAINEN
 * for a damaged document. */
const ehoks_err_t *ehoks_share_take(const ehoks_ctx_t *ctx,
                                    const ehoks_rows_t *rows, int has_header,
                                    ehoks_share_t *share);

/* JSON of a column, NULL for SQL NULL. */
ehoks_json_t *ehoks_share_column(const ehoks_ctx_t *ctx,
                                 const ehoks_rows_t *rows, int row, int column);

#endif
