// What went wrong in a call, in the reader's words.
import { localised, t } from "./text.js";

/** Every problem that an error of the API tells: {kohta, koodi, viesti}. */
export function problemsOf(error) {
    return error?.body?.virheet ?? [];
}

/** One text for an error of a call. */
export function problemText(error) {
    const texts = problemsOf(error).map(({ viesti }) => localised(viesti))
        .filter(Boolean);
    if (texts.length > 0) {
        return [...new Set(texts)].join(" ");
    }
    return t(error?.status === 0 ? "virhe.yhteys.teksti" : "virhe.odottamaton",
        { koodi: error?.status ?? "–" });
}
