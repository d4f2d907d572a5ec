/** Returns whether a text can be sent as a token: one line without blanks (RFC 6750, 2.1, plus characters that people choose). */
export const isToken = (text: string): boolean => /^[!-~]+$/.test(text);
