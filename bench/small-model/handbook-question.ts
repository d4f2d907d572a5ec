import { globSync, readFileSync } from 'node:fs';
import { introductions } from '../../core/knowledge/extractive-responder';
import { readJsonLines } from '../samples/read-lines';

/** A customer's question that the handbook of examples/support answers. Who wrote them did not know the code. */
export interface HandbookQuestion {
	language: 'en' | 'pt';
	question: string;
	/** The file that answers it. */
	document: string;
	/** An answer is right when it contains one of each; they stand together in one section alone. */
	facts: string[][];
}

export const readHandbookQuestions = (): HandbookQuestion[] => readJsonLines('bench/samples/handbook/questions.jsonl');

/** Returns whether a reply has the facts and cites the document. */
export function isRight({ facts, document }: HandbookQuestion, { reply, sources }: { reply: string; sources: string[] }): boolean {
	const text = fold(reply);
	const isCited = sources.some((source) => source.includes(document.replace('.md', '')));
	return isCited && facts.every((alternatives) => alternatives.some((alternative) => text.includes(fold(alternative))));
}

/**
 * Returns the statements of a reply that are neither the product's own nor made of the words and numbers of one section of the handbook: a person has
 * to judge whether they are true.
 */
export function findOwnWords(reply: string): string[] {
	const introduction = introductionsOfAll.find((text) => reply.startsWith(text)) ?? '';
	const said = reply.slice(introduction.length).replace(/\[\d+\]/g, '');
	const sections = globSync('examples/support/handbook/*.md').flatMap((file) => readFileSync(file, 'utf8').split(/^## /m));
	const known = sections.map((section) => new Set(listWords(section)));
	const statements = said.split(/(?<=[.!?:;])\s+|\n+/).map((statement) => statement.trim());
	return statements.filter((statement) => !known.some((words) => listWords(statement).every((word) => words.has(word))));
}

const listWords = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

const introductionsOfAll = Object.values(introductions).flatMap((texts) => Object.values(texts));

const fold = (text: string): string =>
	text
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.replace(/[#*_“”"'’]/g, '')
		.replace(/\s+/g, ' ')
		.replace(/[\s.;:,!?]+$/, '')
		.toLowerCase();
