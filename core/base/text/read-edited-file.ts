import { readFileSync } from 'node:fs';
import { decodeText } from './decode-text';

/**
 * Reads a file in the encoding that the editor chose, such as UTF-16. @throws TroupeError INPUT_INVALID for bytes that are invalid in this encoding;
 * and the errors of the file system
 */
export const readEditedFile = (path: string): string => decodeText(readFileSync(path), path);

export const readEditedBytes = (path: string): Buffer => Buffer.from(readEditedFile(path));
