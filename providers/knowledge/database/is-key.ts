/**
 * Checks that a row can have this key. PostgreSQL refuses NUL even in queries, and a lone surrogate reaches each database as another character, which
 * would match, or remove, a different row.
 */
export const isKey = (text: string) => text.isWellFormed() && !text.includes('\0');
