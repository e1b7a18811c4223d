// Style sheets that only later pages need.

const added = new Map();

/**
 * Fetches a style sheet of the pages, such as "oppija/overview.css". Settles
 * when it is in force; without it the page is plain, and works.
 */
export function addStyle(path) {
    if (!added.has(path)) {
        added.set(path, new Promise((resolve) => {
            const link = document.createElement("link");
            link.rel = "stylesheet";
            link.href = new URL(`../${path}`, import.meta.url);
            link.addEventListener("load", resolve);
            link.addEventListener("error", resolve);
            document.head.append(link);
        }));
    }
    return added.get(path);
}
