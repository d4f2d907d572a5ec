import type { Language } from '../../../base/text/languages';
import type { Guardrail } from '../../../ports/guardrails/guardrail';
import { findUnknownAddresses } from '../../addresses/unknown-addresses';
import type { PlacedGuardrail } from '../../policy/placed-guardrail';

const words: Record<Language, { reason: string; removed: string }> = {
	en: {
		reason: 'The reply contains images or links to hosts that nobody named. They were removed.',
		removed: '[link removed]',
	},
	pt: {
		reason: 'A resposta contém imagens ou links para hosts que ninguém citou. Eles foram retirados.',
		removed: '[link retirado]',
	},
};

/** Checks output: removes images and links that the model invented or was made to write. Keeps their texts. */
function unknownLink(): Guardrail {
	return {
		id: 'unknown-link',
		check: (text, { given, language }) => {
			const { reason, removed } = words[language];
			const found = given ? findUnknownAddresses(text, given, removed) : [];
			if (found.length === 0) return { kind: 'pass' };
			const rewrite = () => found.reduceRight((left, { start, end, instead }) => left.slice(0, start) + instead + left.slice(end), text);
			return { kind: 'violation', reason, matches: found.map(({ instead: _, ...match }) => match), rewrite };
		},
	};
}

export const placedUnknownLink: PlacedGuardrail = {
	guardrail: unknownLink(),
	code: 'LINK',
	stages: ['output'],
	action: 'rewrite',
	scope: 'sentence',
};
