/* Measures a JSON text before it is parsed. Private to json.c. */
#ifndef EHOKS_CORE_JSON_LIMITS_H
#define EHOKS_CORE_JSON_LIMITS_H

#include "json.h"

/* NULL, or why the text is refused: deeper nested or of more values than
 * `limits` (NULL: the defaults) allow. Says nothing about a text that is not
 * JSON; it only never counts less than the parser would build from it. */
const char *ehoks_json_check_limits(const char *text, apr_size_t length,
                                    const ehoks_json_limits_t *limits);

#endif
