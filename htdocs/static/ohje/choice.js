// Leads to the first page of help in the reader's language.
import { chooseLanguage } from "../lib/text.js";

location.replace(`${chooseLanguage()}/index.html`);
