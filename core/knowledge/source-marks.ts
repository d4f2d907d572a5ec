import { findSource, readSources } from './cite-statements';
import { replaceCitations } from './citation-forms';
import type { Passage } from '../ports/knowledge/passages';

/** Replaces citations in earlier answers: their numbers would name other passages now. */
export const sourceMark = '[source]';

/** As models copy it, also translated; not a link. */
const marks = /[ \t]{0,4}\[(?:sources?|fontes?)\](?!\()/gi;
/** They belong to the sentence before. */
const marksAfter = /([.!?…])(?:[ \t]{0,4}\[(?:sources?|fontes?)\](?!\()){1,9}/gi;
const maxLength = 8_000;

/** Answers without citations would teach a model to cite nothing. */
export const markCitations = (reply: string): string =>
	replaceCitations(reply, ` ${sourceMark}`).replace(/(?: \[source\]){2,}/g, ` ${sourceMark}`);

export const hasSourceMark = (text: string): boolean => text.search(marks) >= 0;

export const withoutSourceMarks = (text: string): string => text.replace(marks, '');

export const findSourceMarks = (answer: string): Array<{ start: number; end: number }> =>
	[...answer.matchAll(marks)].map(({ 0: mark, index }) => ({ start: index, end: index + mark.length }));

/** Replaces copied marks if one sentence of a passage says the same as the marked one. */
export function citeMarked(answer: string, passages: Passage[]): string {
	if (answer.length > maxLength || !hasSourceMark(answer)) return answer;
	const sources = readSources(passages);
	const statements = new Intl.Segmenter('pt', { granularity: 'sentence' }).segment(answer.replace(marksAfter, ` ${sourceMark}$1`));
	return Array.from(statements, ({ segment }) => (hasSourceMark(segment) ? citeStatement(segment, sources) : segment)).join('');
}

function citeStatement(statement: string, sources: ReturnType<typeof readSources>): string {
	const plain = withoutSourceMarks(statement);
	if (/\[\d{1,3}\]/.test(plain)) return plain;
	const number = findSource(plain, sources);
	return number ? statement.replace(marks, ` [${number}]`).replace(/( \[\d{1,3}\])\1+/g, '$1') : statement;
}
