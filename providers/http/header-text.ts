/** Checked here, because fetch and SDKs quote invalid keys in errors. */
export const isHeaderText = (text: string) => !/[^\x21-\x7e]/.test(text);

/** One line of visible characters and spaces, as fetch requires. */
export const isHeader = ([name, value]: [string, string]) => /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[^\x20-\x7e]/.test(value);
