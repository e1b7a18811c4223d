// Tables as files that a spreadsheet opens: semicolons and a byte order mark,
// as Finnish spreadsheets expect.

/** A cell; a leading sign would make a spreadsheet run it as a formula. */
function cell(value) {
    const text = String(value ?? "");
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[";\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The text of a table; rows are arrays, the first has the names. */
export function csvOf(rows) {
    return `\uFEFF${rows.map((row) => row.map(cell).join(";")).join("\r\n")}\r\n`;
}

/** Gives the reader a table as a file. */
export function download(name, rows) {
    const address = URL.createObjectURL(new Blob([csvOf(rows)],
        { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    URL.revokeObjectURL(address);
}
