/** Whether a header can carry a key or token: fetch and SDKs refuse others in words that quote them. */
export const isHeaderText = (text: string) => !/[^\x21-\x7e]/.test(text);

/** A header's name, and a value that fetch takes: one line of visible letters and blanks. */
export const isHeader = ([name, value]: [string, string]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[^\x20-\x7e]/.test(value);
