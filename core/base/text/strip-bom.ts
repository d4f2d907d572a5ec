/** Removes the byte order mark that some editors write. Node.js and npm read package.json in this way. */
export const stripBom = (text: string): string => text.replace(/^\uFEFF/, '');
