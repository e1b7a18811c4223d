/* What a registry answers: a status and a JSON value, or plain text. */
export const json = (value, status = 200) => ({ status, value });
export const text = (value, status) => ({ status, text: value });
