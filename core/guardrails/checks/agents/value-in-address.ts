import type { Language } from '../../../base/text/languages';
import type { Guardrail } from '../../../ports/guardrails/guardrail';
import { findTokensInAddresses } from '../../addresses/tokens-in-addresses';

const reason: Record<Language, string> = {
	en: 'The reply puts personal data into an address that nobody gave. It was left out.',
	pt: 'A resposta coloca dados pessoais em um endereço que ninguém informou. Eles foram retirados.',
};

/** Checks output before tokens are restored: removes values from links and images of the model. */
export function valueInAddress(): Guardrail {
	return {
		id: 'value-in-address',
		check: (text, { before, given, language }) => {
			const matches = given ? findTokensInAddresses(text, given, before) : [];
			if (matches.length === 0) return { kind: 'pass' };
			const rewrite = () => matches.reduceRight((left, { start, end }) => `${left.slice(0, start)}…${left.slice(end)}`, text);
			return { kind: 'violation', reason: reason[language], matches, rewrite };
		},
	};
}
