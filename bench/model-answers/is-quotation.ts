import { globSync, readFileSync } from 'node:fs';
import { introductions } from '../../core/knowledge/extractive-responder';
import { fold, foldSentences } from './fold';

/** Returns whether a reply has only sentences of the handbook, word for word, and the product's own introduction: true, though it may answer another question. */
export function isQuotation(reply: string): boolean {
	const introduction = ownWords.find((text) => reply.startsWith(text)) ?? '';
	const said = reply.slice(introduction.length).replace(/\s*\[\d+\]/g, '');
	const statements = foldSentences(said).map((statement) => statement.replace(/^[-•>\s]+/, ''));
	return statements.length > 0 && statements.every((statement) => statement.length > 8 && handbook().includes(statement));
}

const ownWords = Object.values(introductions).flatMap((texts) => Object.values(texts));

let read: string | undefined;
const handbook = (): string =>
	(read ??= globSync('examples/support/handbook/*.md')
		.map((file) => fold(readFileSync(file, 'utf8')))
		.join('\n'));
