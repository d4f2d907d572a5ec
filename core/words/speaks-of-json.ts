/** A text about JSON may want JSON as the answer. */
export const speaksOfJson = (text: string): boolean => /\bJSON\b/i.test(text);
