/* What a registry answers: a status and a JSON value. */
export const json = (value, status = 200) => ({ status, value });
