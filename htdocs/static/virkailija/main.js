// The staff pages: starts them and decides which one is shown. Pages other
// than the list are fetched when somebody goes there.
import { html, render, useEffect, useState } from "../lib/html.js";
import { useFocusOnRoute, useLanguage, useRoute } from "../lib/app.js";
import { setPagesOf } from "../lib/api.js";
import { chooseLanguage, setLanguage, t, useSection } from "../lib/text.js";
import { Failure, Loading, logoutAddress, Message, Notice, SessionEnded }
    from "../lib/frame.js";
import { returnToPlace } from "../lib/place.js";
import { useLoad } from "../lib/load.js";
import { loadSession } from "./data.js";
import { StaffFrame } from "./frame.js";
import { readRoute } from "./route.js";
import { SearchPage } from "./search.js";

const SCHOOL_KEY = "selectedOrganisationOid";
const PAGES = "/ehoks-virkailija-ui/";

/** Where each page lives: how its module is fetched and what it exports. */
const modules = {
    oppija: () => import("./learner.js"),
    suunnitelma: () => import("./plan-page.js"),
    muokkaa: () => import("./editor.js"),
    uusi: () => import("./new-plan.js"),
    historia: () => import("./history.js"),
    raportit: () => import("./reports.js"),
    yllapito: () => import("./tools.js"),
};

/** Name of the page that a route leads to. */
function pageOf({ path, query }) {
    const [first, , plan, what] = path;
    if (first === "oppija") {
        if (!plan) {
            return "oppija";
        }
        if (plan === "uusi") {
            return "muokkaa";
        }
        return ["muokkaa", "historia"].includes(what) ? what : "suunnitelma";
    }
    if (first === "uusi" || first === "yllapito" || first === "raportit") {
        return first;
    }
    return "haku";
}

function storedSchool() {
    try {
        return localStorage.getItem(SCHOOL_KEY);
    } catch {
        return null;
    }
}

/** The school in use: asked for in the address, chosen last, or the first. */
function useSchool(session, route) {
    const [chosen, setChosen] = useState(storedSchool);
    const schools = session?.schools() ?? [];
    const school = [route.query.get("oppilaitos"), chosen]
        .find((oid) => schools.includes(oid)) ?? schools[0] ?? null;
    const choose = (oid) => {
        try {
            localStorage.setItem(SCHOOL_KEY, oid);
        } catch {
            // The choice then lasts for this page.
        }
        setChosen(oid);
        location.hash = "#/";
    };
    return [school, choose];
}

function App() {
    const { data, error, retry } = useLoad(loadSession, []);
    const route = useRoute(readRoute);
    const language = useLanguage();
    const session = data?.session;
    const [school, chooseSchool] = useSchool(session, route);
    const page = pageOf(route);
    useFocusOnRoute(route.path.slice(0, 4).join("/"));
    return html`<${StaffFrame} session=${session} school=${school} page=${page}
        onSchool=${chooseSchool} onLanguage=${language.choose}
        loggedIn=${data && data.phase !== "ended"}>
        ${language.hasFailed && html`<${Notice}>${t("virhe.kieli")}</${Notice}>`}
        ${error ? html`<${Failure} error=${error} retry=${retry} />`
        : !data ? html`<${Loading} />`
        : html`<${Content} phase=${data.phase} session=${session} page=${page}
            school=${school} route=${route} />`}
    </${StaffFrame}>`;
}

function Content({ phase, session, page, school, route }) {
    useEffect(() => {
        document.title = `${t(`virkailija.sivu.${page}`)} – ${t("palvelu.nimi")}`;
    });
    if (phase === "ended") {
        return html`<${SessionEnded} address=${PAGES} />`;
    }
    if (phase === "other") {
        return html`<${Message} title=${t("virkailija.muu.otsikko")}
            text=${t("virkailija.muu.teksti")}>
            <p><a class="painike" href=${logoutAddress()}>
                ${t("kehys.kirjaudu-ulos")}</a></p>
        </${Message}>`;
    }
    if (page === "haku") {
        return school ? html`<${SearchPage} school=${school} session=${session}
                query=${route.query} />`
            : html`<${Message} title=${t("virkailija.ei-oppilaitosta.otsikko")}
                text=${t("virkailija.ei-oppilaitosta.teksti")} />`;
    }
    return html`<${Fetched} key=${page} page=${page} session=${session}
        school=${school} route=${route} />`;
}

/** A page whose module is fetched first. */
function Fetched({ page, ...rest }) {
    const { data, error, retry } = useLoad(modules[page], [page]);
    if (error) {
        return html`<${Failure} error=${{ status: 0 }} retry=${retry} />`;
    }
    return data ? html`<${data.Page} ...${rest} />` : html`<${Loading} />`;
}

setPagesOf("virkailija");
useSection("virkailija");
returnToPlace();
await setLanguage(chooseLanguage()).catch(() => {
    // Without texts the keys show; the page itself works.
});
render(html`<${App} />`, document.getElementById("sovellus"));
