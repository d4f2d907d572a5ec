/** Returns a text without the byte order mark that some editors write in front of it. Node.js and npm read a package.json in this way. */
export const stripBom = (text: string): string => text.replace(/^\uFEFF/, '');
