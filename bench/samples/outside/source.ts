import { resolve } from 'node:path';
import type * as textPackage from '../../../scripts/lib/text-package.mjs';

/** A package of texts by other authors. None of them is part of this repository, as their licences differ: it is fetched when something is measured. */
export interface OutsideSource<Text> {
	/** What its texts are, such as `mails`. */
	kind: string;
	language: 'en' | 'pt';
	package: Omit<Parameters<typeof textPackage.ensureTexts>[0], 'progress'>;
	/** As the package states it. */
	licence: string;
	/** Rules are tuned on some sources and measured on others, which share no author. Whoever tunes does not look at the measured ones. */
	use: 'tuned' | 'measured';
	/** Returns the texts in the package's folder. */
	read(folder: string): Text[] | Promise<Text[]>;
}

/** Returns the texts of a source that are not nearly empty. Its package is fetched once. */
export async function readTexts(source: OutsideSource<string>): Promise<string[]> {
	return (await readSource(source)).filter((text) => text.trim().length >= shortestText);
}

/** Returns what a source has. */
export async function readSource<Text>({ package: wanted, read }: OutsideSource<Text>): Promise<Text[]> {
	const { ensureTexts } = (await import(resolve('scripts/lib/text-package.mjs'))) as typeof textPackage;
	return read(await ensureTexts({ ...wanted, progress: (line) => console.error(line) }));
}

const shortestText = 10;

/** Returns at most so many texts, evenly from the whole list, each once. */
export function spread<Text>(texts: readonly Text[], max: number): Text[] {
	const distinct = [...new Set(texts)];
	const step = Math.max(1, distinct.length / max);
	return Array.from({ length: Math.min(max, distinct.length) }, (_, index) => distinct[Math.floor(index * step)]!);
}
