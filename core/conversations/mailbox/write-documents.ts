import { escapeFile, writeFile } from '../../base/text/write-file';
import type { DocumentText } from '../../ports/knowledge/document-reader';

/** A file of somebody, as it was read. */
export interface NamedDocument {
	name: string;
	document: Pick<DocumentText, 'text' | 'pages'>;
}

const maxName = 60;
/** Room for the markup of a file, its name, and the words about what was left out. */
const frameLength = 500;
/** With less, a file is named alone. */
export const leastRoom = 700;

/** Returns the texts of files, each in its markup, within a number of characters together. What is left out is said in place of it. */
export function writeDocuments(documents: readonly NamedDocument[], maxLength: number): string[] {
	let room = maxLength - documents.length * frameLength;
	return documents.map(({ name, document }, index) => {
		const fair = Math.floor(Math.max(0, room) / (documents.length - index));
		const text = cutDocument(document, fair);
		room -= text.length;
		return writeFile(name.slice(0, maxName), text);
	});
}

function cutDocument({ text, pages = [] }: NamedDocument['document'], maxLength: number): string {
	// Escaping makes a text longer, by less than this.
	const escaped = escapeFile(text).length - text.length;
	if (text.length + escaped <= maxLength) return text;
	const head = text.slice(0, Math.max(0, maxLength - escaped)).replace(/[\ud800-\udbff]$/, '');
	const whole = pages.filter(({ end }) => end <= head.length).length;
	const what =
		pages.length > 1
			? `${whole} of ${pages.length} pages were read${whole < pages.length && head !== '' ? ', and a part of the next one' : ''}`
			: `${head.length} of ${text.length} characters were read`;
	return `${head}\n[… ${what}. Say so, if the answer can depend on the rest]`;
}
