/* Reading directives of other modules out of the configuration itself. */
#include "../ehoks.h"
#include "setters.h"

void ehoks_cfg_walk(const ap_directive_t *directive, const char *name,
                    ehoks_cfg_see_fn *see, void *baton)
{
    for (; directive; directive = directive->next) {
        if (ap_cstr_casecmp(directive->directive, name) == 0)
            see(baton, directive->args);
        ehoks_cfg_walk(directive->first_child, name, see, baton);
    }
}

static void see_last(void *baton, const char *arguments)
{
    *(const char **)baton = arguments;
}

const char *ehoks_cfg_last(const char *name)
{
    const char *arguments = NULL;

    ehoks_cfg_walk(ap_conftree, name, see_last, &arguments);
    return arguments;
}
