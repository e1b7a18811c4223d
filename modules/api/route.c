/* The route table. */
#include "handlers.h"
#include "handlers_workplace.h"
#include "route.h"

#define VB "/ehoks-virkailija-backend/api/v1"
#define OB "/ehoks-oppija-backend/api/v1"
#define DOC "/ehoks-virkailija-backend/doc"
#define PB "/ehoks-palaute-backend/api/v1"
#define WB "/ehoks-tyopaikka-backend/api/v1"
#define JAKO "/ehoks-jako/api/v1"

#define UNAUDITED EHOKS_ROUTE_NOT_AUDITED

/* clang-format off */
/* The three routes that a kind of part had (contract: api.md 1.9). */
#define GONE_PART(part)                                                        \
    {"GET", VB "/hoks/:hoks-id/" part "/:id", EHOKS_KIND_PALVELU,              \
     EHOKS_ROUTE_CALLER_ID, ehoks_api_gone_part, EHOKS_PATH_ID,                \
     EHOKS_PATH_TEXT},                                                         \
    {"PATCH", VB "/hoks/:hoks-id/" part "/:id", EHOKS_KIND_PALVELU,            \
     EHOKS_ROUTE_CALLER_ID, ehoks_api_gone_part, EHOKS_PATH_ID,                \
     EHOKS_PATH_TEXT},                                                         \
    {"POST", VB "/hoks/:hoks-id/" part, EHOKS_KIND_PALVELU,                    \
     EHOKS_ROUTE_CALLER_ID, ehoks_api_gone_part, EHOKS_PATH_ID}

/* The learner's session, which has two addresses (contract: api.md 1.11). */
#define OPPIJA_SESSION(base)                                                   \
    {"GET", base, EHOKS_KIND_OPPIJA,                                           \
     EHOKS_ROUTE_CALLER_ID | EHOKS_ROUTE_WRONG_KIND_401,                       \
     ehoks_api_oppija_session, EHOKS_PATH_TEXT},                               \
    {"OPTIONS", base, 0, UNAUDITED, ehoks_api_session_options,                 \
     EHOKS_PATH_TEXT},                                                         \
    {"DELETE", base, EHOKS_KIND_OPPIJA, 0, ehoks_api_session_end,              \
     EHOKS_PATH_TEXT},                                                         \
    {"GET", base "/user-info", EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,       \
     ehoks_api_oppija_user_info, EHOKS_PATH_TEXT},                             \
    {"GET", base "/settings", EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,        \
     ehoks_api_settings_read, EHOKS_PATH_TEXT},                                \
    {"PUT", base "/settings", EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,        \
     ehoks_api_settings_write, EHOKS_PATH_TEXT}

/* Which release a backend is of. */
#define VERSION(backend)                                                       \
    {"GET", "/ehoks-" backend "-backend/buildversion.txt", 0, UNAUDITED,       \
     ehoks_api_version, EHOKS_PATH_TEXT}

/* Routes of feedback, which are left out (contract/README.md 16). */
#define GONE_FEEDBACK(method, pattern, kind)                                   \
    {method, pattern, kind, EHOKS_ROUTE_CALLER_ID, ehoks_api_gone_feedback,    \
     EHOKS_PATH_TEXT}
#define GONE_CAS(method, pattern)                                              \
    {method, pattern, 0, UNAUDITED, ehoks_api_gone_cas,          \
     EHOKS_PATH_TEXT}

/* Rows with literal segments stand before rows with a parameter in the same
 * place. Section numbers are those of the contract, api.md. */
const ehoks_route_t ehoks_routes[] = {
    /* 1.1: outside the API */
    VERSION("virkailija"),
    VERSION("oppija"),
    VERSION("palaute"),

    /* 1.2, 1.11: public */
    {"GET", VB "/healthcheck", 0, UNAUDITED, ehoks_api_healthcheck,
     EHOKS_PATH_TEXT},
    {"GET", OB "/healthcheck", 0, UNAUDITED, ehoks_api_healthcheck,
     EHOKS_PATH_TEXT},
    {"GET", "/healthcheck", 0, UNAUDITED, ehoks_api_status, EHOKS_PATH_TEXT},

    /* the API about itself */
    {"GET", VB "/virheet", 0, UNAUDITED, ehoks_api_errors, EHOKS_PATH_TEXT},
    {"GET", DOC "/openapi.json", 0, UNAUDITED, ehoks_api_description,
     EHOKS_PATH_TEXT},
    {"GET", DOC "/swagger.json", 0, UNAUDITED, ehoks_api_description,
     EHOKS_PATH_TEXT},
    {"GET", DOC "/hoks.schema.json", 0, UNAUDITED, ehoks_api_description,
     EHOKS_PATH_TEXT},
    {"GET", DOC "/oikeudet.json", 0, UNAUDITED, ehoks_api_rights,
     EHOKS_PATH_TEXT},
    {"GET", DOC "/schema/:nimi", 0, UNAUDITED, ehoks_api_description,
     EHOKS_PATH_TEXT},

    {"POST", VB "/validointi", EHOKS_KIND_PALVELU | EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_validate, EHOKS_PATH_TEXT},

    /* 1.9: providers' systems */
    {"POST", VB "/hoks", EHOKS_KIND_PALVELU, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_hoks_create, EHOKS_PATH_TEXT},
    {"GET", VB "/hoks/opiskeluoikeus/:opiskeluoikeus-oid", EHOKS_KIND_PALVELU,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_hoks_read_by_study_right,
     EHOKS_PATH_OPISKELUOIKEUS},
    {"GET", VB "/hoks/paged", EHOKS_KIND_PALVELU, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_hoks_paged, EHOKS_PATH_TEXT},
    {"GET", VB "/hoks/pohja", EHOKS_KIND_PALVELU, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_draft_for_system, EHOKS_PATH_TEXT},
    {"GET", VB "/virkailija/oppijat/:oppija-oid/pohja", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_draft_for_staff, EHOKS_PATH_OPPIJA},
    {"GET", VB "/hoks/osaamisen-hankkimistapa/:oht-id", EHOKS_KIND_PALVELU,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_hoks_period, EHOKS_PATH_TEXT},
    {"PATCH", VB "/hoks/kyselylinkki", EHOKS_KIND_PALVELU,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_kyselylinkki_update, EHOKS_PATH_TEXT},
    {"POST", VB "/hoks/:hoks-id/kyselylinkki", EHOKS_KIND_PALVELU,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_kyselylinkki_create, EHOKS_PATH_ID},
    {"GET", VB "/hoks/:hoks-id/hankintakoulutukset", EHOKS_KIND_PALVELU,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_hoks_acquired_trainings, EHOKS_PATH_ID},
    {"GET", VB "/hoks/:hoks-id", EHOKS_KIND_PALVELU, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_hoks_read, EHOKS_PATH_ID},
    {"PUT", VB "/hoks/:hoks-id", EHOKS_KIND_PALVELU, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_hoks_replace, EHOKS_PATH_ID},
    {"PATCH", VB "/hoks/:hoks-id", EHOKS_KIND_PALVELU, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_hoks_patch, EHOKS_PATH_ID},
    {"GET", VB "/hoks/:hoks-id/versiot", EHOKS_KIND_PALVELU,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_hoks_versions, EHOKS_PATH_ID},
    {"GET", VB "/hoks/:hoks-id/versiot/:versiot", EHOKS_KIND_PALVELU,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_hoks_version, EHOKS_PATH_ID,
     EHOKS_PATH_VERSIONS},
    {"POST", VB "/hoks/:hoks-id/versiot/:versio/palautus", EHOKS_KIND_PALVELU,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_hoks_restore, EHOKS_PATH_ID,
     EHOKS_PATH_VERSION},

    /* 1.11, 1.12, 1.14: the learner */
    OPPIJA_SESSION(OB "/oppija/session"),
    OPPIJA_SESSION(OB "/session"),
    {"GET", OB "/oppija/oppijat/:oid", EHOKS_KIND_OPPIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_oppija_learner, EHOKS_PATH_OPPIJA},
    {"GET", OB "/oppija/oppijat/:oid/kyselylinkit", EHOKS_KIND_OPPIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_oppija_links, EHOKS_PATH_OPPIJA},
    {"GET", OB "/oppija/oppijat/:oid/hoks", EHOKS_KIND_OPPIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_oppija_plans, EHOKS_PATH_OPPIJA},
    {"GET", OB "/oppija/oppijat/:oid/opiskeluoikeudet", EHOKS_KIND_OPPIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_oppija_study_rights, EHOKS_PATH_OPPIJA},

    /* what the service holds of the learner who asks */
    {"GET", OB "/oppija/omat-tiedot", EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_own_data, EHOKS_PATH_TEXT},
    {"GET", OB "/oppija/omat-tiedot/katselut", EHOKS_KIND_OPPIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_own_views, EHOKS_PATH_TEXT},
    {"GET", OB "/oppija/omat-tiedot/muutokset", EHOKS_KIND_OPPIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_own_changes, EHOKS_PATH_TEXT},

    /* 1.15: shares */
    {"POST", OB "/oppija/jaot/jakolinkit", EHOKS_KIND_OPPIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_share_link_create, EHOKS_PATH_TEXT},
    {"GET", OB "/oppija/jaot/jakolinkit/:uuid", EHOKS_KIND_OPPIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_share_link_read, EHOKS_PATH_UUID},
    {"DELETE", OB "/oppija/jaot/jakolinkit/:uuid", EHOKS_KIND_OPPIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_share_link_delete, EHOKS_PATH_UUID},
    {"GET", OB "/oppija/jaot/moduulit/:module-uuid", EHOKS_KIND_OPPIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_share_link_list, EHOKS_PATH_UUID},
    {"POST", OB "/oppija/jaot/v2", EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_share_create, EHOKS_PATH_TEXT},
    {"GET", OB "/oppija/jaot/v2", EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_share_list, EHOKS_PATH_TEXT},
    {"POST", OB "/oppija/jaot/v2/esikatselu", EHOKS_KIND_OPPIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_share_preview, EHOKS_PATH_TEXT},
    {"GET", OB "/oppija/jaot/v2/:jako-id", EHOKS_KIND_OPPIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_share_read, EHOKS_PATH_UUID},
    {"PATCH", OB "/oppija/jaot/v2/:jako-id", EHOKS_KIND_OPPIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_share_change, EHOKS_PATH_UUID},
    {"DELETE", OB "/oppija/jaot/v2/:jako-id", EHOKS_KIND_OPPIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_share_revoke, EHOKS_PATH_UUID},
    {"GET", OB "/oppija/jaot/v2/:jako-id/esikatselu", EHOKS_KIND_OPPIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_share_look, EHOKS_PATH_UUID},
    {"POST", JAKO "/avaa", 0, EHOKS_ROUTE_CALLER_ID, ehoks_api_share_open,
     EHOKS_PATH_TEXT},

    /* 1.2, 1.11: what the apps ask before anybody has logged in */
    {"GET", VB "/misc/environment", 0, EHOKS_ROUTE_CALLER_ID | UNAUDITED,
     ehoks_api_environment, EHOKS_PATH_TEXT},
    {"GET", OB "/misc/environment", 0, EHOKS_ROUTE_CALLER_ID | UNAUDITED,
     ehoks_api_environment, EHOKS_PATH_TEXT},
    {"GET", OB "/lokalisointi", 0, UNAUDITED,
     ehoks_api_external_texts, EHOKS_PATH_TEXT},
    {"GET", OB "/external/eperusteet", 0, EHOKS_ROUTE_CALLER_ID | UNAUDITED,
     ehoks_api_eperusteet_search, EHOKS_PATH_TEXT},
    {"GET", OB "/oppija/external/lokalisointi", 0,
     EHOKS_ROUTE_CALLER_ID | UNAUDITED, ehoks_api_external_texts,
     EHOKS_PATH_TEXT},

    /* 1.11, 1.13: the registries for learners */
    {"GET", OB "/external/koodistokoodi/:koodi-uri/:versio",
     EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID | UNAUDITED,
     ehoks_api_external_code_version, EHOKS_PATH_TEXT, EHOKS_PATH_VERSION},
    {"GET", OB "/external/koski/oppija",
     EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_external_learner, EHOKS_PATH_TEXT},
    {"GET", OB "/oppija/external/koodit",
     EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_external_names, EHOKS_PATH_TEXT},
    {"GET", OB "/oppija/external/organisaatiot",
     EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_external_organisation_names, EHOKS_PATH_TEXT},
    {"GET", OB "/oppija/external/koodisto/:koodi-uri",
     EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_external_code, EHOKS_PATH_TEXT},
    {"GET", OB "/oppija/external/eperusteet/tutkinnot",
     EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_eperusteet_qualification, EHOKS_PATH_TEXT},
    {"GET", OB "/oppija/external/eperusteet/tutkinnot/:id"
     "/suoritustavat/reformi/rakenne",
     EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_eperusteet_reformi, EHOKS_PATH_ID},
    {"GET", OB "/oppija/external/eperusteet/tutkinnot/:id"
     "/suoritustavat/ops/tutkinnonosat",
     EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_eperusteet_ops, EHOKS_PATH_ID},
    {"GET", OB "/oppija/external/eperusteet/koulutuksenOsa/:koodi-uri",
     EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_eperusteet_part, EHOKS_PATH_TEXT},
    {"GET", OB "/oppija/external/eperusteet/:koodi-uri",
     EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_eperusteet_unit, EHOKS_PATH_TEXT},
    {"GET", OB "/oppija/external/organisaatio/:oid",
     EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_external_organisation, EHOKS_PATH_ORGANISAATIO},

    /* 1.5: the registries for staff */
    {"GET", VB "/virkailija/external/lokalisointi",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_external_texts, EHOKS_PATH_TEXT},
    {"GET", VB "/virkailija/external/organisaatio/find",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_external_organisations, EHOKS_PATH_TEXT},
    {"GET", VB "/virkailija/external/koodisto/:koodi-uri/versiot",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_external_code_versions, EHOKS_PATH_TEXT},
    {"GET", VB "/virkailija/external/koodisto/:koodi-uri/koodi",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_external_code_set, EHOKS_PATH_TEXT},
    {"GET", VB "/virkailija/external/koodit",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_external_names, EHOKS_PATH_TEXT},
    {"GET", VB "/virkailija/external/organisaatiot",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_external_organisation_names, EHOKS_PATH_TEXT},
    {"GET", VB "/virkailija/external/koodisto/:koodi-uri",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_external_code, EHOKS_PATH_TEXT},
    {"GET", VB "/virkailija/external/eperusteet/tutkinnot",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_eperusteet_qualification, EHOKS_PATH_TEXT},
    {"GET", VB "/virkailija/external/eperusteet/tutkinnot/:id"
     "/suoritustavat/reformi/rakenne",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_eperusteet_reformi, EHOKS_PATH_ID},
    {"GET", VB "/virkailija/external/eperusteet/tutkinnot/:id"
     "/suoritustavat/ops/tutkinnonosat",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_eperusteet_ops, EHOKS_PATH_ID},
    {"GET", VB "/virkailija/external/eperusteet/koulutuksenOsa/:koodi-uri",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_eperusteet_part, EHOKS_PATH_TEXT},
    {"GET", VB "/virkailija/external/eperusteet/:koodi-uri",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_eperusteet_unit, EHOKS_PATH_TEXT},
    {"GET", VB "/virkailija/external/organisaatio/:oid",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_external_organisation, EHOKS_PATH_ORGANISAATIO},

    /* 1.8: a learner's plans, for provider staff */
    {"GET", VB "/virkailija/session", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID | EHOKS_ROUTE_WRONG_KIND_401,
     ehoks_api_staff_session, EHOKS_PATH_TEXT},
    {"DELETE", VB "/virkailija/session", 0, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_session_end, EHOKS_PATH_TEXT},
    {"GET", VB "/virkailija/oppijat", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_staff_search, EHOKS_PATH_TEXT},
    {"GET", VB "/virkailija/oppijat/:oppija-oid/hoksit/oppilaitos"
     "/:oppilaitos-oid", EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_staff_plans_of_school, EHOKS_PATH_OPPIJA,
     EHOKS_PATH_ORGANISAATIO},
    {"GET", VB "/virkailija/oppijat/:oppija-oid", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_staff_learner, EHOKS_PATH_OPPIJA},
    {"GET", VB "/virkailija/oppijat/:oppija-oid/with-oo",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_staff_learner_with_right, EHOKS_PATH_OPPIJA},
    {"GET", VB "/virkailija/oppijat/:oppija-oid/opiskeluoikeudet",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_staff_study_rights, EHOKS_PATH_OPPIJA},
    {"GET", VB "/virkailija/oppijat/:oppija-oid/hoksit", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_staff_plans, EHOKS_PATH_OPPIJA},
    {"POST", VB "/virkailija/oppijat/:oppija-oid/hoksit",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID, ehoks_api_staff_create,
     EHOKS_PATH_OPPIJA},
    {"GET", VB "/virkailija/oppijat/:oppija-oid/hoksit/:hoks-id",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID, ehoks_api_staff_plan,
     EHOKS_PATH_OPPIJA, EHOKS_PATH_ID},
    {"PUT", VB "/virkailija/oppijat/:oppija-oid/hoksit/:hoks-id",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID, ehoks_api_staff_replace,
     EHOKS_PATH_OPPIJA, EHOKS_PATH_ID},
    {"PATCH",
     VB "/virkailija/oppijat/:oppija-oid/hoksit/:hoks-id/shallow-delete",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID, ehoks_api_staff_delete,
     EHOKS_PATH_OPPIJA, EHOKS_PATH_ID},
    {"PATCH", VB "/virkailija/hoks/:hoks-id/undo-shallow-delete",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID, ehoks_api_staff_undelete,
     EHOKS_PATH_ID},
    {"GET",
     VB "/virkailija/oppijat/:oppija-oid/hoksit/:hoks-id/opiskelijapalaute",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_staff_survey_links, EHOKS_PATH_OPPIJA, EHOKS_PATH_ID},
    {"PATCH", VB "/virkailija/oppijat/:oppija-oid/hoksit/:hoks-id",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID, ehoks_api_staff_patch,
     EHOKS_PATH_OPPIJA, EHOKS_PATH_ID},

    /* the history of plans, for provider staff */
    {"GET", VB "/virkailija/hoksit/:hoks-id/versiot", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_hoks_versions, EHOKS_PATH_ID},
    {"GET", VB "/virkailija/hoksit/:hoks-id/versiot/:versiot",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID, ehoks_api_hoks_version,
     EHOKS_PATH_ID, EHOKS_PATH_VERSIONS},
    {"POST", VB "/virkailija/hoksit/:hoks-id/versiot/:versio/palautus",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID, ehoks_api_staff_restore,
     EHOKS_PATH_ID, EHOKS_PATH_VERSION},
    /* people at workplaces, and how staff invite them */
    {"GET", WB "/session", EHOKS_KIND_TYOPAIKKA,
     EHOKS_ROUTE_CALLER_ID | EHOKS_ROUTE_WRONG_KIND_401,
     ehoks_api_workplace_session, EHOKS_PATH_TEXT},
    {"DELETE", WB "/session", 0, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_session_end, EHOKS_PATH_TEXT},
    {"GET", WB "/jaksot", EHOKS_KIND_TYOPAIKKA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_workplace_periods, EHOKS_PATH_TEXT},
    {"GET", WB "/jaksot/:module-id", EHOKS_KIND_TYOPAIKKA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_workplace_period, EHOKS_PATH_UUID},
    {"GET", WB "/naytot", EHOKS_KIND_TYOPAIKKA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_workplace_demonstrations, EHOKS_PATH_TEXT},
    {"GET", WB "/naytot/:module-id", EHOKS_KIND_TYOPAIKKA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_workplace_demonstration,
     EHOKS_PATH_UUID},
    {"POST", WB "/kutsut/avaa", EHOKS_KIND_TYOPAIKKA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_invitation_open, EHOKS_PATH_TEXT},
    {"POST", VB "/virkailija/oppijat/:oppija-oid/hoksit/:hoks-id"
     "/arvioijakutsut", EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_invitation_create, EHOKS_PATH_OPPIJA, EHOKS_PATH_ID},
    {"GET", VB "/virkailija/oppijat/:oppija-oid/hoksit/:hoks-id"
     "/arvioijakutsut", EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_invitations, EHOKS_PATH_OPPIJA, EHOKS_PATH_ID},
    {"DELETE", VB "/virkailija/arvioijakutsut/:uuid", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_invitation_revoke, EHOKS_PATH_UUID},
    {"GET", WB "/kalenteri", EHOKS_KIND_TYOPAIKKA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_calendar_state, EHOKS_PATH_TEXT},
    {"POST", WB "/kalenteri", EHOKS_KIND_TYOPAIKKA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_calendar_make, EHOKS_PATH_TEXT},
    {"DELETE", WB "/kalenteri", EHOKS_KIND_TYOPAIKKA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_calendar_revoke, EHOKS_PATH_TEXT},
    {"GET", OB "/oppija/kalenteri", EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_calendar_state, EHOKS_PATH_TEXT},
    {"POST", OB "/oppija/kalenteri", EHOKS_KIND_OPPIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_calendar_make, EHOKS_PATH_TEXT},
    {"DELETE", OB "/oppija/kalenteri", EHOKS_KIND_OPPIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_calendar_revoke, EHOKS_PATH_TEXT},
    {"GET", "/ehoks-kalenteri/:tunnus", 0, 0, ehoks_api_calendar_feed,
     EHOKS_PATH_TEXT},
    {"GET", WB "/external/lokalisointi", EHOKS_KIND_TYOPAIKKA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_external_texts, EHOKS_PATH_TEXT},
    {"GET", WB "/external/koodit", EHOKS_KIND_TYOPAIKKA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_external_names, EHOKS_PATH_TEXT},
    {"GET", WB "/external/organisaatiot", EHOKS_KIND_TYOPAIKKA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_external_organisation_names,
     EHOKS_PATH_TEXT},
    {"GET", WB "/external/koodisto/:koodi-uri", EHOKS_KIND_TYOPAIKKA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_external_code, EHOKS_PATH_TEXT},
    {"GET", WB "/external/organisaatio/:oid", EHOKS_KIND_TYOPAIKKA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_external_organisation,
     EHOKS_PATH_ORGANISAATIO},
    {"GET", WB "/external/eperusteet/:koodi-uri", EHOKS_KIND_TYOPAIKKA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_eperusteet_unit, EHOKS_PATH_TEXT},

    /* 1.6: single plans and their end, for super users */
    {"GET", VB "/virkailija/hoks/:hoks-id", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_system_plan, EHOKS_PATH_ID},
    {"DELETE", VB "/virkailija/hoks/:hoks-id", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_system_remove_plan, EHOKS_PATH_ID},
    {"GET", VB "/virkailija/hoks/:hoks-id/deletion-info",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_system_deletion_info, EHOKS_PATH_ID},
    {"GET", VB "/virkailija/opiskeluoikeus/:opiskeluoikeus-oid",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_system_plan_of_right, EHOKS_PATH_OPISKELUOIKEUS},
    {"GET",
     VB "/virkailija/opiskeluoikeudet/:koulutustoimija-oid/deletion-info",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID,
     ehoks_api_system_rights_count, EHOKS_PATH_ORGANISAATIO},

    /* 1.7: reports */
    {"GET", VB "/virkailija/tep-jakso-raportti", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_report_periods, EHOKS_PATH_TEXT},
    {"GET", VB "/virkailija/missing-oo-hoksit/:oppilaitos-oid",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID, ehoks_api_report_orphans,
     EHOKS_PATH_ORGANISAATIO},

    /* 1.6: work that super users start by hand, and figures */
    {"GET", VB "/virkailija/system-info/cache", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_system_cache, EHOKS_PATH_TEXT},
    {"GET", VB "/virkailija/system-info/memory", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_system_memory, EHOKS_PATH_TEXT},
    {"GET", VB "/virkailija/system-info/oppijaindex", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_system_index, EHOKS_PATH_TEXT},
    {"GET", VB "/virkailija/system-info/hoksit", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_system_plans, EHOKS_PATH_TEXT},
    {"POST", VB "/virkailija/index", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_index_all, EHOKS_PATH_TEXT},
    {"DELETE", VB "/virkailija/cache", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_cache_clear, EHOKS_PATH_TEXT},
    {"PUT", VB "/virkailija/oppija/update", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_learner_update, EHOKS_PATH_TEXT},
    {"POST", VB "/virkailija/onrmodify", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_learner_changed, EHOKS_PATH_TEXT},
    {"PUT", VB "/virkailija/opiskeluoikeus/update", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_right_update, EHOKS_PATH_TEXT},
    {"PUT", VB "/virkailija/opiskeluoikeudet/update", EHOKS_KIND_VIRKAILIJA,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_rights_update, EHOKS_PATH_TEXT},

    /* 1.10: the same for OPH's systems, and the erasing of contact data */
    {"POST", VB "/heratepalvelu/onrmodify", EHOKS_KIND_PALVELU,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_service_learner_changed,
     EHOKS_PATH_TEXT},
    {"POST", VB "/heratepalvelu/opiskeluoikeus-update", EHOKS_KIND_PALVELU,
     EHOKS_ROUTE_CALLER_ID, ehoks_api_service_rights_update, EHOKS_PATH_TEXT},
    {"DELETE", VB "/heratepalvelu/tyopaikkaohjaajan-yhteystiedot",
     EHOKS_KIND_PALVELU, EHOKS_ROUTE_CALLER_ID, ehoks_api_erase_instructors,
     EHOKS_PATH_TEXT},
    {"DELETE", VB "/heratepalvelu/opiskelijan-yhteystiedot",
     EHOKS_KIND_PALVELU, EHOKS_ROUTE_CALLER_ID, ehoks_api_erase_learners,
     EHOKS_PATH_TEXT},

    /* 1.9: parts of plans, which have no addresses of their own any more */
    GONE_PART("aiemmin-hankittu-ammat-tutkinnon-osa"),
    GONE_PART("aiemmin-hankittu-paikallinen-tutkinnon-osa"),
    GONE_PART("aiemmin-hankittu-yhteinen-tutkinnon-osa"),
    GONE_PART("hankittava-ammat-tutkinnon-osa"),
    GONE_PART("hankittava-paikallinen-tutkinnon-osa"),
    GONE_PART("hankittava-yhteinen-tutkinnon-osa"),
    GONE_PART("opiskeluvalmiuksia-tukevat-opinnot"),

    /* 1.8: what indexing by hand was */
    {"POST", VB "/virkailija/oppijat/:oppija-oid/index",
     EHOKS_KIND_VIRKAILIJA, EHOKS_ROUTE_CALLER_ID, ehoks_api_gone,
     EHOKS_PATH_OPPIJA},

    /* 1.7, 1.8, 1.10, 1.16: feedback */
    GONE_FEEDBACK("GET", VB "/virkailija/vastaajatunnus/:tunnus",
                  EHOKS_KIND_VIRKAILIJA),
    GONE_FEEDBACK("DELETE", VB "/virkailija/vastaajatunnus/:tunnus",
                  EHOKS_KIND_VIRKAILIJA),
    GONE_FEEDBACK("GET", VB "/virkailija/paattyneet-kyselylinkit-temp",
                  EHOKS_KIND_VIRKAILIJA),
    GONE_FEEDBACK("GET", VB "/virkailija/puuttuvat-opiskeluoikeudet-temp",
                  EHOKS_KIND_VIRKAILIJA),
    GONE_FEEDBACK("POST", VB "/virkailija/oppijat/:oppija-oid/hoksit/:hoks-id"
                  "/resend-palaute", EHOKS_KIND_VIRKAILIJA),
    GONE_FEEDBACK("GET", VB "/heratepalvelu/tyoelamajaksot",
                  EHOKS_KIND_PALVELU),
    GONE_FEEDBACK("GET", VB "/heratepalvelu/kasittelemattomat-heratteet",
                  EHOKS_KIND_PALVELU),
    GONE_FEEDBACK("PATCH", VB "/heratepalvelu/osaamisenhankkimistavat/:id"
                  "/kasitelty", EHOKS_KIND_PALVELU),
    GONE_FEEDBACK("PATCH", VB "/heratepalvelu/hoksit/:id"
                  "/aloitusherate-kasitelty", EHOKS_KIND_PALVELU),
    GONE_FEEDBACK("PATCH", VB "/heratepalvelu/hoksit/:id"
                  "/paattoherate-kasitelty", EHOKS_KIND_PALVELU),
    GONE_FEEDBACK("GET", VB "/heratepalvelu/tyoelamajaksot-active-between",
                  EHOKS_KIND_PALVELU),
    {"GET", PB "/healthcheck", 0,
     EHOKS_ROUTE_CALLER_ID | UNAUDITED, ehoks_api_gone_feedback,
     EHOKS_PATH_TEXT},
    GONE_FEEDBACK("POST", PB "/opiskelijapalaute/kyselylinkit",
                  EHOKS_KIND_PALVELU),
    GONE_FEEDBACK("POST", PB "/opiskelijapalaute/kutsuviestit",
                  EHOKS_KIND_PALVELU),
    GONE_FEEDBACK("POST", PB "/opiskelijapalaute/:hoks-id/kyselylinkki",
                  EHOKS_KIND_PALVELU),
    GONE_FEEDBACK("POST", PB "/opiskelijapalaute/:hoks-id/kutsuviesti",
                  EHOKS_KIND_PALVELU),
    GONE_FEEDBACK("POST", PB "/tyoelamapalaute/vastaajatunnukset",
                  EHOKS_KIND_PALVELU),
    GONE_FEEDBACK("POST", PB "/tyoelamapalaute/:palaute-id/vastaajatunnus",
                  EHOKS_KIND_PALVELU),

    /* 1.1, 1.3, 1.12: the login by CAS */
    GONE_CAS("GET", "/ehoks-virkailija-backend/cas-security-check"),
    GONE_CAS("POST", "/ehoks-virkailija-backend/cas-security-check"),
    GONE_CAS("GET", VB "/virkailija/session/opintopolku"),
    GONE_CAS("POST", VB "/virkailija/session/opintopolku"),
    GONE_CAS("GET", OB "/oppija/session/opintopolku"),
    GONE_CAS("POST", OB "/oppija/session/opintopolku"),
    GONE_CAS("GET", OB "/session/opintopolku"),
    GONE_CAS("POST", OB "/session/opintopolku"),
};
/* clang-format on */

const apr_size_t ehoks_routes_count =
    sizeof(ehoks_routes) / sizeof(ehoks_routes[0]);
