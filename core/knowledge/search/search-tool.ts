import type { Language } from '../../base/text/languages';
import type { Passage, Retrieved } from '../../ports/knowledge/passages';
import type { JsonSchema } from '../../ports/models/models';
import type { Asker } from '../../ports/knowledge/readers';
import type { Tool } from '../../ports/tools/tools';
import { toldCalls } from '../../prompt-texts/calls';
import { findBestPage } from './passages/cited-pages';
import { describeHitPages } from './passages/page-label';

interface SearchToolParts {
	name: string;
	description: string;
	search: (question: string, signal: AbortSignal, asker?: Asker) => Promise<Retrieved>;
}

const questions: Record<Language, string> = {
	en: 'What is to be found, as a question or in key words, in the language of the documents where it is known.',
	pt: 'O que procurar, como pergunta ou em palavras-chave, no idioma dos documentos, se for conhecido.',
};

const writeParameters = (language: Language): JsonSchema => ({
	type: 'object',
	additionalProperties: false,
	required: ['question'],
	properties: {
		question: {
			type: 'string',
			minLength: 1,
			maxLength: 2_000,
			description: questions[language],
		},
	},
});

/** Results contain the places of the passages, so that the model can name its sources. */
export function createSearchTool({ name, description, search }: SearchToolParts): Tool {
	return {
		name,
		description,
		parameters: writeParameters('en'),
		source: 'definition',
		effect: 'reads',
		inLanguage: (language) => ({ description, parameters: writeParameters(language) }),
		async call({ question }, { signal, resultCharacters, asker, promptLanguage = 'en' }) {
			const { passages, search: facts } = await search(String(question), signal, asker);
			const searchFacts = facts && { search: facts };
			if (passages.length === 0) return { kind: 'ok', text: toldCalls[promptLanguage].noPassage, ...searchFacts };
			const rendered = passages.map((passage, place) => writeHit(passage, place + 1, String(question)));
			// As many whole passages as fit; the first one always, cut by the loop if necessary.
			let shown = 1;
			let length = rendered[0]!.length;
			while (shown < rendered.length && length + 2 + rendered[shown]!.length <= resultCharacters) length += 2 + rendered[shown++]!.length;
			const found = passages.slice(0, shown);
			const open = found.every((passage) => passage.open) && { open: true as const };
			return {
				kind: 'ok',
				text: rendered.slice(0, shown).join('\n\n'),
				passages: found,
				...open,
				...(shown < rendered.length && { cut: true }),
				...searchFacts,
			};
		},
	};
}

export const writeHits = (passages: readonly Passage[], first: number, question: string, language: Language): string =>
	passages.length === 0
		? toldCalls[language].noPassage
		: passages.map((passage, place) => writeHit(passage, first + place, question)).join('\n\n');

function writeHit(passage: Passage, number: number, question: string): string {
	const { title, page, pages, text } = passage;
	const label = describeHitPages({ page, pageTo: pages?.at(-1)!.number, bestPage: findBestPage(question, passage) });
	return `[${number}] ${[title, label].filter(Boolean).join(', ')}\n${text}`;
}
