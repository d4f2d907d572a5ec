/** PostgreSQL refuses NUL even in queries, and a lone surrogate becomes another character, which would match, or remove, a different row. */
export const isKey = (text: string) => text.isWellFormed() && !text.includes('\0');
