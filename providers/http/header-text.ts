/** Whether a key or token can be sent in a header; fetch and SDKs quote invalid ones in their errors. */
export const isHeaderText = (text: string) => !/[^\x21-\x7e]/.test(text);

/** Whether fetch accepts the name and value of a header: one line of visible characters and spaces. */
export const isHeader = ([name, value]: [string, string]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[^\x20-\x7e]/.test(value);
