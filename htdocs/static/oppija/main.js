// The learner's pages: starts them and decides which one is shown. The route
// stands in the fragment: #/ (list), #/suunnitelma/<eid>[/<place in it>],
// #/jaa/<eid> (sharing) and #/omat-tiedot (the learner's own data).
import { html, render, useEffect, useState } from "../lib/html.js";
import { useFocusOnRoute, useLanguage, useRoute } from "../lib/app.js";
import { addSection, chooseLanguage, setLanguage, t } from "../lib/text.js";
import { Failure, Frame, Loading, Message, NotALearner, Notice, SessionEnded }
    from "../lib/frame.js";
import { returnToPlace } from "../lib/place.js";
import { loadSchema } from "../lib/schema-file.js";
import { load, loadNames, loadStudyRights } from "./data.js";
import { addStyle } from "../lib/style.js";
import { PlanList } from "./list.js";
import { planTitle } from "../lib/study-right-rows.js";
import { studyRightOf } from "../lib/study-rights.js";

function readRoute() {
    const [, page, eid, section] = location.hash.split("/");
    return ["suunnitelma", "jaa", "omat-tiedot"].includes(page)
        ? { page, eid: eid && decodeURIComponent(eid),
            section: section && decodeURIComponent(section) } : {};
}

function App() {
    const [state, setState] = useState({ phase: "loading" });
    const route = useRoute(readRoute);
    const language = useLanguage();
    const [schema, setSchema] = useState({});

    const start = async () => {
        setState({ phase: "loading" });
        try {
            const loaded = await load();
            setState(loaded);
            if (loaded.phase === "ready" && loaded.plans.length > 0) {
                const studyRights = await loadStudyRights(loaded.person);
                setState((now) => ({ ...now, studyRights }));
            }
        } catch (error) {
            setState({ phase: "failed", error });
        }
    };
    useEffect(() => { start(); }, []);

    const needsSchema = state.phase === "ready" && Boolean(route.page);
    useEffect(() => {
        if (needsSchema) {
            fetchSchema(setSchema, state.plans);
        }
    }, [needsSchema]);
    useFocusOnRoute(`${route.page}/${route.eid}`);
    return html`<${Frame} person=${state.person} onLanguage=${language.choose}
        loggedIn=${state.phase === "ready" || state.phase === "other"}>
        ${language.hasFailed && html`<${Notice}>${t("virhe.kieli")}</${Notice}>`}
        <${Page} state=${state} route=${route} schema=${schema} retry=${start}
            retrySchema=${() => fetchSchema(setSchema, state.plans)} />
    </${Frame}>`;
}

/** Brings what only the page of one plan needs: its code, schema, names. */
async function fetchSchema(setSchema, plans) {
    setSchema({});
    try {
        const [value, names, views] = await Promise.all([
            loadSchema(), loadNames(plans), import("./views.js"),
            addSection("oppija"), addSection("jako"),
            addStyle("oppija/overview.css"), addStyle("oppija/forms.css")]);
        setSchema({ value, views });
        await names.arrived;
        // Shows the names that came late.
        setSchema({ value, views });
    } catch (error) {
        setSchema({ error });
    }
}

function Page({ state, route, schema, retry, retrySchema }) {
    const { phase, plans, studyRights } = state;
    const plan = plans?.find(({ eid }) => eid === route.eid);
    useEffect(() => {
        const name = plan ? planTitle(plan, studyRightOf(plan, studyRights))
            : t("lista.otsikko");
        document.title = `${name} – ${t("palvelu.nimi")}`;
    });
    switch (phase) {
    case "loading": return html`<${Loading} />`;
    case "failed": return html`<${Failure} error=${state.error}
        retry=${retry} />`;
    case "ended": return html`<${SessionEnded} />`;
    case "other": return html`<${NotALearner} />`;
    default:
    }
    if (!route.page) {
        return html`<${Pages} /><${PlanList} ...${state} />`;
    }
    if (!plan && route.page !== "omat-tiedot") {
        return html`<${Message} title=${t("suunnitelma.ei-loydy.otsikko")}
            text=${t("suunnitelma.ei-loydy.teksti")}>
            <p><a href="#/">${t("suunnitelma.kaikki")}</a></p>
        </${Message}>`;
    }
    if (schema.error) {
        return html`<${Failure} error=${schema.error} retry=${retrySchema} />`;
    }
    return schema.value ? html`<${View} ...${schema} route=${route} plan=${plan}
            person=${state.person} studyRights=${studyRights} />`
        : html`<${Loading} />`;
}

/** The pages that need more than the list does. */
function View({ value, views, route, plan, person, studyRights }) {
    if (route.page === "omat-tiedot") {
        return html`<${Pages} /><${views.MyData} />`;
    }
    return route.page === "jaa"
        ? html`<${views.SharePage} key=${plan.eid} plan=${plan} schema=${value}
            title=${planTitle(plan, studyRightOf(plan, studyRights))} />`
        : html`<${views.LearnersPlan} key=${plan.eid} plan=${plan}
            person=${person} studyRights=${studyRights} schema=${value}
            section=${route.section} />`;
}

function Pages() {
    return html`<nav class="sivut" aria-label=${t("lista.sivut")}><ul>
        <li><a href="#/">${t("lista.otsikko")}</a></li>
        <li><a href="#/omat-tiedot">${t("lista.omat-tiedot")}</a></li>
    </ul></nav>`;
}

returnToPlace();
await setLanguage(chooseLanguage()).catch(() => {
    // Without texts the keys show; the page itself works.
});
render(html`<${App} />`, document.getElementById("sovellus"));
