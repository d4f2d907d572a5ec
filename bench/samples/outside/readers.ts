import { globSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { join } from 'node:path';

const shortestText = 20;
const longestText = 2_000;

/** Reads files of a package, by a pattern; those that end with `.gz` are unpacked. */
export function readFiles(folder: string, pattern: string, encoding: 'utf8' | 'latin1' = 'utf8'): string[] {
	return globSync(pattern, { cwd: folder })
		.sort()
		.map((name) => {
			const bytes = readFileSync(join(folder, name));
			return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString(encoding).replaceAll('\r\n', '\n');
		});
}

/** Returns the parts of texts that are neither too short to say something nor longer than a page. */
export function split(texts: readonly string[], separator: string | RegExp): string[] {
	return texts
		.flatMap((text) => text.split(separator))
		.map((text) => text.trim())
		.filter(({ length }) => length >= shortestText && length <= longestText);
}

export const blankLine = /\n[ \t]*\n/;

/** Returns the paragraphs of pages in HTML or XML, without their marks. */
export function paragraphsOf(pages: readonly string[]): string[] {
	const paragraphs = pages.flatMap((page) => [...page.matchAll(/<p[ >][^]*?<\/p>/g)].map(([paragraph]) => withoutMarks(paragraph)));
	return split(paragraphs, /\n{2}/);
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function withoutMarks(markup: string): string {
	const text = markup.replace(/<[^>]*>/g, '').replace(/&(#x?[\da-f]+|\w+);/gi, (whole, name: string) => {
		if (!name.startsWith('#')) return entities[name] ?? whole;
		return String.fromCodePoint(Number(name[1] === 'x' ? `0${name.slice(1)}` : name.slice(1)));
	});
	return text.replace(/\s+/g, ' ');
}

/** Returns the rows of a CSV with a header, by the header's names. */
export function readCsv(text: string): Array<Record<string, string>> {
	const rows: string[][] = [[]];
	for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
		rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
		if (end === '\n') rows.push([]);
	}
	const [names = [], ...others] = rows;
	return others.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ''])));
}

/** Returns the sentences of a treebank, in groups. */
export function readConllu(text: string): string[] {
	return group([...text.matchAll(/^# text = (.*)$/gm)].map(([, sentence]) => sentence!));
}

/** Returns groups of four sentences, about a paragraph each. */
export function group(sentences: readonly string[]): string[] {
	return Array.from({ length: Math.ceil(sentences.length / 4) }, (_, index) => sentences.slice(index * 4, index * 4 + 4).join(' '));
}
