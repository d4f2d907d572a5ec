import { readFileSync } from 'node:fs';
import { decodeText } from './decode-text';

/**
 * Reads a file that a person may have written, in whichever encoding its editor chose.
 * @throws TroupeError INPUT_INVALID for bytes that are not valid in it; and as the file system does
 */
export const readEditedFile = (path: string): string => decodeText(readFileSync(path), path);

/** The same as bytes of UTF-8, for what checks those. */
export const readEditedBytes = (path: string): Buffer => Buffer.from(readEditedFile(path));
