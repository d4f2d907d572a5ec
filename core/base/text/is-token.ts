/** Returns whether a text can be sent as a token: one line without blanks (the characters of RFC 6750, section 2.1, and those that people choose). */
export const isToken = (text: string): boolean => /^[!-~]+$/.test(text);
