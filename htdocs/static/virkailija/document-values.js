// A document on its way to the service.

/** A copy without empty texts, null members and empty lists of texts. */
export function withoutEmpty(value) {
    if (Array.isArray(value)) {
        return value.map(withoutEmpty).filter((item) => item !== undefined
            && item !== "");
    }
    if (value === null || typeof value !== "object") {
        return value === null || value === "" ? undefined : value;
    }
    const entries = Object.entries(value)
        .map(([key, inner]) => [key, withoutEmpty(inner)])
        .filter(([, inner]) => inner !== undefined);
    return Object.fromEntries(entries);
}
