import * as Type from 'typebox/type';
import { closed } from '../../base/shape';
import type { Language } from '../../base/text/languages';
import type { Match } from '../../ports/guardrails/match';
import { invalidCheck, defineCheck, type CheckWith } from '../policy/check-kind';
import { refer, whole } from '../policy/policy-shapes';
import { readQuestions } from '../policy/questions';
import { findTerms, readTerm, type Term } from './terms';

const reasons: Record<'known' | 'together', Record<Language, (most: number) => string>> = {
	known: {
		en: () => 'The reply asks for something that is known already.',
		pt: () => 'A resposta pergunta algo que já se sabe.',
	},
	together: {
		en: (most) => `The reply asks for more than ${most} ${most === 1 ? 'thing' : 'things'} at once.`,
		pt: (most) => `A resposta pede mais de ${most} ${most === 1 ? 'dado' : 'dados'} de uma vez.`,
	},
};
const defaultMost = 1;

interface Field {
	name: string;
	terms: Term[];
}

const options = {
	fields: Type.Array(closed({ name: refer('factName'), words: Type.Array(refer('factName'), { minItems: 1, maxItems: 50 }) }), {
		minItems: 1,
		maxItems: 50,
		description: 'What the agent collects: name as in the fact collected, and the words that ask for it, in any inflection.',
	}),
	most: whole(1, 50, 'Max fields that one reply asks for. Default 1.'),
};

/**
 * Makes an agent collect one field at a time, each once. A question requests a field if it has one of its words. Rewriting removes surplus questions.
 */
export const progressiveCollection = defineCheck({
	id: 'progressive-collection',
	code: 'COLLECTION',
	options,
	stages: ['output'],
	scope: 'text',
	create({ fields, most = defaultMost }) {
		const read = fields.map(readField);
		return {
			async check(text, { facts, language }) {
				const known = new Set(facts?.collected);
				const asked = new Set<string>();
				const matches: Match[] = [];
				let isKnown = false;
				for (const { start, end } of readQuestions(text).spans) {
					const names = await listFields(text.slice(start, end), read);
					const repeats = names.some((name) => known.has(name));
					const isTooMuch = new Set([...asked, ...names]).size > most;
					if (repeats || isTooMuch) matches.push({ type: 'QUESTION', start, end, score: 1 });
					else names.forEach((name) => asked.add(name));
					isKnown ||= repeats;
				}
				if (matches.length === 0) return { kind: 'pass' };
				return { kind: 'violation', reason: reasons[isKnown ? 'known' : 'together'][language](most), matches };
			},
		};
	},
});

function readField({ name, words }: CheckWith<typeof options>['fields'][number], index: number): Field {
	const terms = words.map(readTerm);
	if (terms.every(({ length }) => length > 0)) return { name, terms };
	throw invalidCheck(`has a word without a significant letter in fields.${index}.words`);
}

async function listFields(question: string, fields: Field[]): Promise<string[]> {
	const names: string[] = [];
	for (const { name, terms } of fields) if ((await findTerms(question, terms)).length > 0) names.push(name);
	return names;
}
