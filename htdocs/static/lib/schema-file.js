// The document's schema as the pages fetch it.
import { getStatic } from "./api.js";
import { DocumentSchema } from "./schema.js";

let schema;

/** The schema, fetched once; a failed fetch may be tried again. */
export function loadSchema() {
    schema ??= getStatic("hoks.schema.json")
        .then((json) => new DocumentSchema(json))
        .catch((error) => {
            schema = undefined;
            throw error;
        });
    return schema;
}
