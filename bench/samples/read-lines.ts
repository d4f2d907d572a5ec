import { readFileSync } from 'node:fs';

/** Returns the lines of a file that are not empty. */
export const readLines = (file: string): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);

/** Returns the values of a file that has one on each line, as JSON. */
export const readJsonLines = <Value>(file: string): Value[] => readLines(file).map((line) => JSON.parse(line) as Value);
