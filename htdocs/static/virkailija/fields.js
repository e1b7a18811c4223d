// One field of the form: the right kind of input for what the schema says that
// it takes, with its label and what the service says of its value.
import { html, useState } from "../lib/html.js";
import { localised, t } from "../lib/text.js";
import { codeName, organisationName } from "../lib/names.js";
import { qualification, school } from "../lib/study-rights.js";
import { Combobox } from "./combobox.js";
import { codeOptions, loadCodes, organisationByOid, organisationOptions }
    from "./lists.js";
import { join } from "./pointers.js";

/** Codes whose schema names no koodisto. */
const KOODISTO_OF_ANY = "ammatillisenoppiaineet";

/** Texts that run over lines. */
const LONG = /kuvaus|tavoitteet|poikkeaminen|kriteerit|tyotehtavat|tarkenne/;

export const idOf = (path) => `kentta${join(path).replaceAll("/", "-")}`;

/** The koodisto that a code's pattern names. */
function koodistoOf(definition) {
    return /^\^([a-z]+)_/.exec(definition.pattern ?? "")?.[1]
        ?? KOODISTO_OF_ANY;
}

/** What kind of input a field is: a key of `inputs`. */
function inputOf(key, { names, definition }) {
    const is = (name) => names.includes(name);
    if (is("Paivamaara")) {
        return "day";
    }
    if (is("Aikaleima")) {
        return "moment";
    }
    if (is("OrganisaatioOID")) {
        return "organisation";
    }
    if (is("OpiskeluoikeusOID")) {
        return "studyRight";
    }
    if (key.endsWith("koodi-uri")) {
        return "code";
    }
    if (definition.type === "boolean") {
        return "choice";
    }
    if (["integer", "number"].includes(definition.type)) {
        return "number";
    }
    return LONG.test(key) ? "long" : "text";
}

/** A labelled field with its error. */
export function Field({ form, entity, name, path }) {
    const field = form.schema.field(entity, name, form.method);
    const kind = inputOf(name, field);
    const id = idOf(path);
    const errors = form.errorsAt(path);
    const Input = inputs[kind];
    const attributes = {
        "aria-describedby": errors.length > 0 ? `${id}-virhe` : null,
        "aria-invalid": errors.length > 0 ? "true" : null,
        "aria-required": field.need === "required" ? "true" : null,
    };
    return html`<div class=${`kentta ${kind}`}>
        <label for=${id}>${form.schema.label(entity, name)}
            ${field.need === "required" && html`<span class="pakollinen"
                aria-hidden="true"> *</span>`}</label>
        <${Input} form=${form} id=${id} name=${name} path=${path} field=${field}
            value=${form.valueAt(path)} attributes=${attributes} />
        <${Errors} id=${`${id}-virhe`} errors=${errors} />
    </div>`;
}

export function Errors({ id, errors }) {
    return errors.length > 0 && html`<p class="virhe" id=${id}>
        ${errors.map(({ viesti }) => localised(viesti)).join(" ")}</p>`;
}

function TextInput({ form, id, path, value, attributes, type = "text" }) {
    return html`<input id=${id} type=${type} value=${value ?? ""}
        ...${attributes} autocomplete="off"
        onInput=${(event) => form.set(path, event.target.value || undefined)}
        onBlur=${() => form.touch(path)} />`;
}

function LongInput({ form, id, path, value, attributes }) {
    return html`<textarea id=${id} ...${attributes} rows="3" value=${value ?? ""}
        onInput=${(event) => form.set(path, event.target.value || undefined)}
        onBlur=${() => form.touch(path)}></textarea>`;
}

/** A number as it is typed: with a comma, too; what is none stays a text. */
function numberOf(text) {
    const plain = text.trim().replace(",", ".");
    return plain === "" ? undefined
        : /^-?\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : text;
}

function NumberInput({ form, id, path, field, value, attributes }) {
    const [typed, setTyped] = useState(null);
    return html`<input id=${id} type="text" ...${attributes} autocomplete="off"
        inputmode=${field.definition.type === "integer" ? "numeric" : "decimal"}
        value=${typed ?? (value === undefined ? "" : String(value)
            .replace(".", ","))}
        onInput=${(event) => {
            setTyped(event.target.value);
            form.set(path, numberOf(event.target.value));
        }}
        onBlur=${() => {
            setTyped(null);
            form.touch(path);
        }} />`;
}

/** Local time as the input has it, of a point in time. */
function localOf(iso) {
    const time = new Date(iso ?? "");
    return Number.isNaN(time.getTime()) ? ""
        : new Date(time.getTime() - time.getTimezoneOffset() * 60000)
            .toISOString().slice(0, 16);
}

function MomentInput({ form, id, path, value, attributes }) {
    return html`<input id=${id} type="datetime-local" ...${attributes}
        value=${localOf(value)}
        onChange=${(event) => form.set(path, event.target.value
            ? `${new Date(event.target.value).toISOString().slice(0, 19)}Z`
            : undefined)}
        onBlur=${() => form.touch(path)} />`;
}

function ChoiceInput({ form, id, path, value, attributes }) {
    const texts = { "": t("virkailija.lomake.valitse"), true: t("arvo.kylla"),
        false: t("arvo.ei") };
    return html`<select id=${id} ...${attributes}
        onChange=${(event) => form.set(path, event.target.value === ""
            ? undefined : event.target.value === "true")}
        onBlur=${() => form.touch(path)}>
        ${Object.entries(texts).map(([option, text]) => html`<option
            value=${option} selected=${String(value ?? "") === option}>
            ${text}</option>`)}
    </select>`;
}

function CodeInput({ form, id, name, path, field, value, attributes }) {
    const koodisto = koodistoOf(field.definition);
    const [, setLoaded] = useState(false);
    const [hasFailed, setFailed] = useState(false);
    const version = [...path.slice(0, -1),
        name.replace(/koodi-uri$/, "koodi-versio")];
    const load = async () => {
        try {
            await loadCodes(koodisto);
            setLoaded(true);
        } catch {
            setFailed(true);
        }
    };
    return html`<${Combobox} id=${id} value=${value} attributes=${attributes}
            text=${value ? codeName(value) ?? value : ""}
            options=${codeOptions(koodisto)} load=${load}
            onBlur=${() => form.touch(path)}
            onChange=${(code, option) => form.setCode(path, code, version,
                option?.version)} />
        ${hasFailed && html`<p class="virhe">
            ${t("virkailija.valinta.lista-puuttuu")}</p>`}`;
}

function OrganisationInput({ form, id, path, value, attributes }) {
    return html`<${Combobox} id=${id} value=${value} attributes=${attributes}
        text=${value ? organisationName(value) ?? value : ""}
        options=${organisationOptions(form.organisations)}
        resolve=${organisationByOid} onBlur=${() => form.touch(path)}
        onChange=${(oid) => form.set(path, oid)} />`;
}

function StudyRightInput({ form, id, path, value, attributes }) {
    const rights = form.studyRights ?? [];
    const isKnown = rights.some(({ oid }) => oid === value);
    return html`<select id=${id} ...${attributes}
        onChange=${(event) => form.set(path, event.target.value || undefined)}
        onBlur=${() => form.touch(path)}>
        <option value="">${t("virkailija.lomake.valitse")}</option>
        ${value && !isKnown && html`<option value=${value} selected>
            ${value}</option>`}
        ${rights.map((right) => html`<option value=${right.oid}
            selected=${right.oid === value}>${[qualification(right),
                school(right)].filter(Boolean).join(", ")}</option>`)}
    </select>`;
}

const inputs = {
    text: TextInput,
    day: (props) => html`<${TextInput} ...${props} type="date" />`,
    long: LongInput, number: NumberInput, moment: MomentInput,
    choice: ChoiceInput, code: CodeInput, organisation: OrganisationInput,
    studyRight: StudyRightInput,
};
