import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { held, type Observation, open } from '../attack';
import type { Range } from './range';

/** Looks for a text in all files of the range's home. @param subject names the text in the report */
export function findInState({ home }: Range, text: string, subject: string): Observation {
	const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	const file = files.find(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(text));
	return file ? open(`${file.name} contains ${subject}.`) : held(`None of ${files.length} files contains ${subject}.`);
}
