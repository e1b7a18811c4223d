// The pages of help are plain; this remembers the language that was chosen
// and puts in the address of support, which is a setting of the service.
import { get } from "../lib/api.js";
import { rememberLanguage } from "../lib/text.js";

rememberLanguage(document.documentElement.lang);

const places = [...document.querySelectorAll("[data-tuki]")];
if (places.length > 0) {
    const environment = await get("misc/environment").catch(() => null);
    const address = environment?.["tuki-osoite"];
    for (const place of address ? places : []) {
        const link = document.createElement("a");
        link.href = `mailto:${address}`;
        link.textContent = address;
        place.replaceChildren(link);
    }
}
