import type { Language } from '../base/text/languages';
import type { DocumentLabels, Passage } from '../ports/knowledge/passages';
import { findCitedPages } from './search/passages/cited-pages';

const markers = /(?:\s*\[\d{1,3}\])+/g;

let segmenter: Intl.Segmenter | undefined;

export interface Citation {
	number: number;
	documentId: string;
	title: string;
	/** First page of the statements, from 1; absent if the document has no pages. */
	page?: number;
	pageTo?: number;
	text: string;
	start: number;
	end: number;
	labels?: DocumentLabels;
}

/** A model's whole answer if the passages do not contain the answer. Never shown to a person. */
export const notCoveredMark = '[[NOT_COVERED]]';
const negation = 'NOT?|N[ÃA]O|SEM';
const covered = 'COVERED|COBERT[OA]S?|COBERTURA|CUBIERT[OA]S?';
/** In two brackets, models also translate or reword the mark. */
const bracketed = new RegExp(
	String.raw`\[{2} ?(?:${negation})[ _-](?:${covered}|FOUND|ENCONTRAD[OA]S?|ANSWERED|RESPONDID[OA]S?) ?\]{1,2}|\[ ?(?:${negation})[ _-](?:${covered}) ?\]{1,2}`,
	'gi',
);
/** Without brackets it must be a name or the whole answer: "water is NOT COVERED" is a sentence. */
const bare = new RegExp(String.raw`(?<![\p{L}_])\[{0,2}(?:${negation})_(?:${covered})(?![\p{L}_])\]{0,2}`, 'gu');
const alone = new RegExp(String.raw`^[\s*"'\x60]*\[{0,2}(?:${negation})[ -](?:${covered})\]{0,2}[\s*"'\x60.]*$`, 'u');

export const unifyMark = (text: string): string =>
	text.replace(bracketed, notCoveredMark).replace(alone, notCoveredMark).replace(bare, notCoveredMark);

const noPassage: Record<Language, string> = { en: '(no passage was found)', pt: '(nenhuma passagem foi encontrada)' };

/** Apart from all instructions; the markup ends where a document ends. */
export function writePassages(passages: Passage[], language: Language): string {
	if (passages.length === 0) return noPassage[language];
	return passages
		.map(
			({ title, text, page, pages }, index) =>
				`<passage number="${index + 1}" title="${escapeMarkup(title).replaceAll('"', '&quot;')}"${page === undefined ? '' : ` page="${page}${pages ? `-${pages.at(-1)!.number}` : ''}"`}>\n${escapeMarkup(text)}\n</passage>`,
		)
		.join('\n');
}

/** A document with our markup could end its passage, and pass as part of the prompt or another document. */
function escapeMarkup(text: string): string {
	return text.replace(/<(?=[\s/]{0,8}passage)/gi, '&lt;');
}

/** Each once, in order of first citation. Ignores numbers out of range. */
export function collectCitations(reply: string, passages: Passage[]): Citation[] {
	return [...groupStatementsByCitation(reply)].flatMap(([number, statements]) => {
		const passage = passages[number - 1];
		if (!passage) return [];
		const { documentId, title, text, start, end, labels } = passage;
		return [{ number, documentId, title, text, start, end, ...findCitedPages(passage, statements), ...(labels && { labels }) }];
	});
}

export const withoutCitations = (reply: string): string => reply.replace(markers, '');

function groupStatementsByCitation(reply: string): Map<number, string[]> {
	const statements = new Map<number, string[]>();
	let from = 0;
	for (const { 0: run, index } of reply.matchAll(markers)) {
		const statement = lastSentence(reply.slice(from, index));
		from = index + run.length;
		for (const [, digits] of run.matchAll(/\[(\d{1,3})\]/g)) {
			const number = Number(digits);
			statements.set(number, [...(statements.get(number) ?? []), statement]);
		}
	}
	return statements;
}

function lastSentence(text: string): string {
	segmenter ??= new Intl.Segmenter('pt', { granularity: 'sentence' });
	const sentences = [...segmenter.segment(text)].map(({ segment }) => segment.trim());
	return sentences.findLast((sentence) => /[\p{L}\p{N}]/u.test(sentence)) ?? '';
}
