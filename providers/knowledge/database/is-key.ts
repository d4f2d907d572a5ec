/**
 * Whether there can be a row by this key. PostgreSQL cannot even be asked for one with NUL, and half a surrogate pair reaches each database as
 * another character, so that a row that is called otherwise would be found, or removed.
 */
export const isKey = (text: string) => text.isWellFormed() && !text.includes('\0');
