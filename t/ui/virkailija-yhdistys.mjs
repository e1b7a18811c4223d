// Putting two people's changes of one plan together: a pure function.
import assert from "node:assert/strict";
import { registerHooks } from "node:module";
import { test } from "node:test";

// The pages' libraries lie elsewhere when served; none is needed here.
registerHooks({
    resolve: (name, context, next) => name.includes("/vendor/")
        ? { url: "data:text/javascript,export const h=0,render=0,Fragment=0,"
            + "useState=0,useEffect=0,useRef=0,useMemo=0;export default "
            + "{bind(){}}", shortCircuit: true }
        : next(name, context),
});
const { merge } = await import("../../htdocs/static/virkailija/merge.js");

const part = (id, members) => ({ "module-id": id, ...members });
const base = { id: 1, sahkoposti: "a", versio: 1,
    osat: [part("x", { nimi: "X" }), part("y", { nimi: "Y" })] };

const told = (mine, theirs, decide) => {
    const { value, conflicts } = merge(base, mine, theirs, decide);
    return { value, conflicts: conflicts.map(({ steps }) => steps.join("/")) };
};

test("what only one changed is taken", () => {
    assert.deepEqual(told({ ...base, sahkoposti: "b" }, { ...base, versio: 2 }),
        { value: { ...base, sahkoposti: "b", versio: 2 }, conflicts: [] });
});

test("the same change is no conflict", () => {
    const both = { ...base, sahkoposti: "b" };
    assert.deepEqual(told(both, { ...both }), { value: both, conflicts: [] });
});

test("what both changed is for the reader to decide", () => {
    const mine = { ...base, sahkoposti: "b" };
    const theirs = { ...base, sahkoposti: "c" };
    assert.deepEqual(told(mine, theirs),
        { value: mine, conflicts: ["sahkoposti"] });
    assert.deepEqual(told(mine, theirs, () => "theirs").value, theirs);
});

test("parts are merged by what they are, not by their place", () => {
    const [x, y] = base.osat;
    const mine = { ...base, osat: [{ ...x, laajuus: 5 }, y] };
    const theirs = { ...base, osat: [{ ...y, laajuus: 9 }, x] };
    const { value, conflicts } = told(mine, theirs);
    assert.deepEqual(conflicts, []);
    assert.deepEqual(value.osat, [{ ...x, laajuus: 5 }, { ...y, laajuus: 9 }]);
});

test("a part that was added or taken away by one is so", () => {
    const [x, y] = base.osat;
    const added = { nimi: "Uusi" };
    const { value, conflicts } = told({ ...base, osat: [x, y, added] },
        { ...base, osat: [y] });
    assert.deepEqual(conflicts, []);
    assert.deepEqual(value.osat, [y, added]);
});

test("a part that one took away and the other changed is a conflict", () => {
    const [x, y] = base.osat;
    const { value, conflicts } = told({ ...base, osat: [x] },
        { ...base, osat: [x, { ...y, laajuus: 9 }] });
    assert.deepEqual(conflicts, ["osat/y"]);
    assert.deepEqual(value.osat, [x]);
});
