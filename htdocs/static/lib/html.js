// The one place that ties Preact and htm together: components write markup
// with html`…` and take everything else from here.
import { h, render, Fragment } from "../vendor/preact.js";
import htm from "../vendor/htm.js";

export { render, Fragment };
export { useState, useEffect, useRef, useMemo } from "../vendor/hooks.js";
export const html = htm.bind(h);
