/** Returns whether a text, such as a prompt or a message, speaks of JSON: an answer in it may be wanted. */
export const speaksOfJson = (text: string): boolean => /\bJSON\b/i.test(text);
