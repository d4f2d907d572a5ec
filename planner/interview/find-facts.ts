import type { Language } from '../../core/base/text/languages';
import type { Picture, Slot } from '../plan';
import { findPeople } from '../wish/find-people';
import { findSystems } from '../wish/find-systems';
import { findTriggers } from '../wish/find-trigger';
import { shorten, splitSentences } from '../wish/sentences';
import { wishWords } from '../wish/words';

/** Fills the slots that the interview asks about with words of the wish. A slot that the wish says nothing about stays empty. */
export function findFacts(wish: string, language: Language): Picture {
	const sentences = splitSentences(wish).map(({ text }) => text);
	const approvals = sentences.filter((sentence) => wishWords[language].approves.test(sentence.toLowerCase()));
	const said: Array<[Slot, string]> = [
		['goal', withoutWant(sentences[0] ?? '', language)],
		['trigger', findTriggers(wish, language)[0]?.text ?? ''],
		['actors', findPeople(wish, language).join(', ')],
		['systems', findSystems(wish).join(', ')],
		['approvals', approvals.join('. ')],
	];
	return Object.fromEntries(
		said.flatMap(([slot, text]) => (text === '' ? [] : [[slot, { text: shorten(text, 300), from: 'wish' as const }]])),
	);
}

function withoutWant(text: string, language: Language): string {
	const match = wishWords[language].wants.exec(text.toLowerCase());
	const rest = match ? text.slice(match[0].length) : text;
	return rest.trim() === '' ? text : rest;
}
