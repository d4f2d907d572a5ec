import type { Language } from '../../../base/text/languages';
import type { Guardrail, GuardrailVerdict } from '../../../ports/guardrails/guardrail';
import type { GuardrailContext } from '../../../ports/guardrails/guardrail-context';
import type { Match } from '../../../ports/guardrails/match';
import type { PersonalDataVault } from '../../../ports/guardrails/vault';
import { listTypeNames } from '../../personal-data/recognizers';

const reason: Record<Language, (types: string) => string> = {
	en: (types) => `The text contains personal data: ${types}.`,
	pt: (types) => `O texto contém dados pessoais: ${types}.`,
};

/**
 * Checks input and knowledge for the vault's personal data. `token` can be restored in the reply, `partial` cannot. For knowledge of a blocking
 * agent, use `token`: addresses in a handbook are no reason to refuse a customer.
 */
export function personalData(mask: 'token' | 'partial' | 'none'): Guardrail {
	return {
		id: 'personal-data',
		async check(text, context) {
			const vault = requireVault(context);
			if (mask === 'token') return createVerdict(text, await vault.mask(text), context.language);
			const matches = await vault.find(text);
			return createVerdict(text, { text: mask === 'partial' ? await vault.redact(text) : undefined, matches }, context.language);
		},
	};
}

function createVerdict(text: string, masked: { text?: string; matches: Match[] }, language: Language): GuardrailVerdict {
	const { text: rewritten, matches } = masked;
	if (rewritten === text || (rewritten === undefined && matches.length === 0)) return { kind: 'pass' };
	const reason = writeReason(matches, language);
	return { kind: 'violation', reason, matches, ...(rewritten !== undefined && { rewrite: () => rewritten }) };
}

export function writeReason(matches: Match[], language: Language): string {
	return reason[language](listTypeNames(matches, language));
}

/** @throws Error, which blocks, if the host stores no tokens */
export function requireVault({ vault }: GuardrailContext): PersonalDataVault {
	if (!vault) throw new Error('uses the mask "token", but this host has no token vault');
	return vault;
}
