import type { Asker, Passage, Retrieved, Tool } from '../../ports';
import { findBestPage } from './passages/cited-pages';
import { describeHitPages } from './passages/page-label';

/** Description of the collection for the model. */
interface SearchToolParts {
	name: string;
	description: string;
	/** Best first. */
	search: (question: string, signal: AbortSignal, asker?: Asker) => Promise<Retrieved>;
}

const parameters = {
	type: 'object',
	additionalProperties: false,
	required: ['question'],
	properties: {
		question: {
			type: 'string',
			minLength: 1,
			maxLength: 2_000,
			description: 'What is to be found, as a question or in key words, in the language of the documents where it is known.',
		},
	},
};

/** Lets a model search a collection. The results contain the places of the passages, so that the model can name its sources. */
export function createSearchTool({ name, description, search }: SearchToolParts): Tool {
	return {
		...{ name, description, parameters, source: 'definition', effect: 'reads' },
		async call({ question }, { signal, resultCharacters, asker }) {
			const { passages, search: facts } = await search(String(question), signal, asker);
			const searchFacts = facts && { search: facts };
			if (passages.length === 0) return { kind: 'ok', text: 'No passage was found.', ...searchFacts };
			const rendered = passages.map((passage, place) => rendering(passage, place, String(question)));
			// As many whole passages as fit; the first one always, cut by the loop if necessary.
			let [shown, length] = [1, rendered[0]!.length];
			while (shown < rendered.length && length + 2 + rendered[shown]!.length <= resultCharacters) length += 2 + rendered[shown++]!.length;
			const open = passages.slice(0, shown).every((passage) => passage.open) && { open: true as const };
			return {
				kind: 'ok',
				text: rendered.slice(0, shown).join('\n\n'),
				...open,
				...(shown < rendered.length && { cut: true }),
				...searchFacts,
			};
		},
	};
}

function rendering(passage: Passage, place: number, question: string): string {
	const { title, page, pages, documentId, text } = passage;
	const label = describeHitPages({ page, pageTo: pages?.at(-1)!.number, bestPage: findBestPage(question, passage) });
	return `[${place + 1}] ${[title, label].filter(Boolean).join(', ')} (${documentId})\n${text}`;
}
