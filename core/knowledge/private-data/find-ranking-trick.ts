import { findSmuggled } from '../../base/text/hidden-characters';
import { splitIntoSentences } from '../sentences';

/** A passage that mostly repeats one phrase is written to be found, not read. */
const stuffed = { words: 5, times: 6, share: 0.6 };
/** Few words in ever new orders are a trick too. Short words, as in a table of yes and no, do not count. */
const monotonous = { words: 60, letters: 4, share: 0.08 };
/** A page repeats a question in its heading and its answer, but not literally a third time. */
const asked = { words: 4, times: 3, maxQuestions: 50 };
/** Unicode tag block: invisible to readers, but models and embedders read it. */
const tagLetter = /[\u{e0020}-\u{e007e}]/u;

const passage = String.raw`(?:passages?|documents?|texts?|sources?|pages?|results?|chunks?|entr(?:y|ies))`;
const passagem = String.raw`(?:passage(?:m|ns)|trechos?|documentos?|textos?|fontes?|p[áa]ginas?|resultados?)`;
const promotions = [
	String.raw`\b(?:this|the present) ${passage} is the (?:only |single )?(?:most |best |sole )?(?:and )?(?:relevant|authoritative|official|reliable|trusted|correct|accurate)`,
	String.raw`\b(?:rank (?:it|this|me)|(?:rank|place|put|list|sort) this ${passage}) (?:first|at the top|highest|on top)\b`,
	String.raw`\b(?:ignore|disregard|skip|discard) (?:all |any |every )?(?:the )?other (?:retrieved |found )?${passage}\b`,
	String.raw`\b(?:the|an?) (?:official|correct|definitive|authoritative|verified|true) answer to (?:the|this|any|every) question\b`,
	String.raw`\b(?:est[ea]) ${passagem} é (?:[ao] )?(?:únic[ao] |mais |melhor )*(?:relevante|oficial|confiável|corret[ao]|autorizad[ao])`,
	String.raw`\b(?:classifique|coloque|ponha|ordene) (?:est[ea] ${passagem}|-?[oa]|isto) (?:em primeiro|no topo|acima)`,
	String.raw`\b(?:ignore|desconsidere|descarte) (?:todos? |todas? )?(?:[oa]s )?(?:outr[oa]s|demais) ${passagem}`,
	String.raw`\b(?:a|uma) resposta (?:oficial|correta|definitiva|verdadeira) (?:à|para a|a esta|a qualquer) pergunta`,
].map((source) => new RegExp(source, 'iu'));

/** Tricks of a passage to be found first, or hidden text; never quotes it. */
export function findRankingTrick(text: string): string | undefined {
	if (findSmuggled(text).some(({ start, end }) => tagLetter.test(text.slice(start, end)))) return 'has letters that nobody sees';
	if (promotions.some((promotion) => promotion.test(text))) return 'praises itself before other passages';
	const words = readWords(text);
	if (isStuffed(words)) return 'repeats one phrase again and again';
	if (isMonotonous(readWords(text.replaceAll(/https?:\/\/\S+/g, ' ')))) return 'repeats a few words again and again';
	return repeatsQuestion(text, words) ? 'repeats a question literally' : undefined;
}

const readWords = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function isStuffed(words: string[]): boolean {
	const counts = new Map<string, number>();
	for (let at = 0; at + stuffed.words <= words.length; at++) {
		const phrase = words.slice(at, at + stuffed.words).join(' ');
		counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
	}
	const repeated = [...counts].filter(([phrase, count]) => count >= stuffed.times && /\p{L}{2}/u.test(phrase));
	return repeated.length > 0 && repeated.reduce((sum, [, count]) => sum + count, 0) >= stuffed.share * (words.length - stuffed.words + 1);
}

function isMonotonous(words: string[]): boolean {
	const counted = words.filter((word) => word.length >= monotonous.letters || /\p{N}/u.test(word));
	return counted.length >= monotonous.words && new Set(counted).size < monotonous.share * counted.length;
}

function repeatsQuestion(text: string, words: string[]): boolean {
	const all = ` ${words.join('  ')} `;
	return splitIntoSentences(text)
		.filter((sentence) => sentence.endsWith('?'))
		.slice(0, asked.maxQuestions)
		.map(readWords)
		.some((question) => question.length >= asked.words && all.split(` ${question.join('  ')} `).length > asked.times);
}
