import { escapeFile, writeFile } from '../../base/text/write-file';
import type { Language } from '../../base/text/languages';
import type { DocumentText } from '../../ports/knowledge/document-reader';
import { disarm } from './frames';

export interface NamedDocument {
	name: string;
	document: Pick<DocumentText, 'text' | 'pages'>;
}

const maxName = 60;
const frameLength = 500;
/** With less room, only the name of a file is written. */
export const leastRoom = 700;

/** Returns the texts of files, each in markup, within a total number of characters. Notes omissions. */
export function writeDocuments(documents: readonly NamedDocument[], maxLength: number, language: Language): string[] {
	let room = maxLength - documents.length * frameLength;
	return documents.map(({ name, document }, index) => {
		const fair = Math.floor(Math.max(0, room) / (documents.length - index));
		const text = cutDocument(document, fair, language);
		room -= text.length;
		return writeFile(disarm(name.slice(0, maxName)), text);
	});
}

function cutDocument({ text: whole, pages = [] }: NamedDocument['document'], maxLength: number, language: Language): string {
	const text = disarm(whole);
	const escaped = escapeFile(text).length - text.length;
	if (text.length + escaped <= maxLength) return text;
	const head = text.slice(0, Math.max(0, maxLength - escaped)).replace(/[\ud800-\udbff]$/, '');
	const read = pages.filter(({ end }) => end <= head.length).length;
	const [ofPages, ofCharacters] = cuts[language];
	return `${head}\n${pages.length > 1 ? ofPages(read, pages.length) : ofCharacters(head.length, text.length)}`;
}

type Cut = (read: number, all: number) => string;

const cuts: Record<Language, [ofPages: Cut, ofCharacters: Cut]> = {
	en: [
		(read, all) => `[… ${read} of ${all} pages were read whole. Say so, if the answer can depend on the rest]`,
		(read, all) => `[… ${read} of ${all} characters were read. Say so, if the answer can depend on the rest]`,
	],
	pt: [
		(read, all) => `[… ${read} de ${all} páginas foram lidas por inteiro. Diga isso, se a resposta pode depender do resto]`,
		(read, all) => `[… ${read} de ${all} caracteres foram lidos. Diga isso, se a resposta pode depender do resto]`,
	],
};
