// The pages of people at workplaces: starts them and decides which one is
// shown. The route stands in the fragment: #/ (list), #/jakso/<module-id> and
// #/naytto/<module-id>.
import { html, render, useEffect, useState } from "../lib/html.js";
import { useFocusOnRoute, useLanguage, useRoute } from "../lib/app.js";
import { setPagesOf } from "../lib/api.js";
import { chooseLanguage, setLanguage, t, useSection } from "../lib/text.js";
import { Failure, Frame, Loading, Message, Notice, SessionEnded, logoutAddress }
    from "../lib/frame.js";
import { returnToPlace } from "../lib/place.js";
import { addStyle } from "../lib/style.js";
import { load, openKeptInvitation } from "./data.js";
import { PartList } from "./list.js";
import { PartPage } from "./part.js";

const PAGES = "/ehoks-tyopaikka/";

function readRoute() {
    const [, kind, id] = location.hash.split("/");
    return ["jakso", "naytto"].includes(kind) && id
        ? { kind, id: decodeURIComponent(id) } : {};
}

function App() {
    const [state, setState] = useState({ phase: "loading" });
    const route = useRoute(readRoute);
    const language = useLanguage();
    const start = async () => {
        setState({ phase: "loading" });
        try {
            const invitation = await openKeptInvitation();
            if (invitation?.moduleId) {
                location.hash = `#/naytto/${invitation.moduleId}`;
            }
            setState({ ...await load(), invitation });
        } catch (error) {
            setState({ phase: "failed", error });
        }
    };
    useEffect(() => { start(); }, []);
    useFocusOnRoute(route.id);
    return html`<${Frame} person=${state.person} onLanguage=${language.choose}
        note=${t("tyopaikka.alaviite")}
        loggedIn=${state.phase === "ready" || state.phase === "other"}>
        ${language.hasFailed && html`<${Notice}>${t("virhe.kieli")}</${Notice}>`}
        <${InvitationNotice} invitation=${state.invitation} />
        <${Page} state=${state} route=${route} retry=${start} />
    </${Frame}>`;
}

/** How the invitation went that the reader came with. */
function InvitationNotice({ invitation }) {
    if (!invitation) {
        return null;
    }
    const { error } = invitation;
    return html`<${Notice}>${!error ? t("tyopaikka.kutsu.avattu")
        : error.status === 0 || error.status >= 500
            ? t("tyopaikka.kutsu.myohemmin") : t("tyopaikka.kutsu.ei-avaa")}
    </${Notice}>`;
}

function Page({ state, route, retry }) {
    useEffect(() => {
        document.title = `${t("tyopaikka.otsikko")} – ${t("palvelu.nimi")}`;
    });
    switch (state.phase) {
    case "loading": return html`<${Loading} />`;
    case "failed": return html`<${Failure} error=${state.error}
        retry=${retry} />`;
    case "ended": return html`<${SessionEnded} address=${PAGES} />`;
    case "other": return html`<${NotFromWorkplace} />`;
    default:
    }
    return route.id ? html`<${PartPage} key=${route.id} kind=${route.kind}
            id=${route.id} />`
        : html`<${PartList} ...${state} />`;
}

function NotFromWorkplace() {
    return html`<${Message} title=${t("tyopaikka.muu.otsikko")}
        text=${t("tyopaikka.muu.teksti")}>
        <p><a class="painike" href=${logoutAddress()}>
            ${t("kehys.kirjaudu-ulos")}</a></p>
    </${Message}>`;
}

returnToPlace();
setPagesOf("tyopaikka");
useSection("tyopaikka");
await Promise.all([addStyle("tyopaikka/tyopaikka.css"),
    setLanguage(chooseLanguage()).catch(() => {
        // Without texts the keys show; the page itself works.
    })]);
render(html`<${App} />`, document.getElementById("sovellus"));
