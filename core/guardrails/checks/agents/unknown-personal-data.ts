import type { Language } from '../../../base/text/languages';
import type { Guardrail } from '../../../ports/guardrails/guardrail';
import type { GuardrailContext } from '../../../ports/guardrails/guardrail-context';
import type { Match } from '../../../ports/guardrails/match';
import { hostsOfNobody, isAmong, listHostNames, parseWebAddress } from '../../addresses/web-address';
import { listTypeNames } from '../../personal-data/recognizers';
import { requireVault } from './personal-data';

const reason: Record<Language, (types: string) => string> = {
	en: (types) => `The reply contains personal data that is not in the message or the documents: ${types}.`,
	pt: (types) => `A resposta contém dados pessoais que não constam da mensagem nem dos documentos: ${types}.`,
};

/**
 * Checks output before tokens are restored: rejects personal data that the model invented or leaked. @param linksAnywhere ignores links to unnamed
 * hosts
 */
export function unknownPersonalData(linksAnywhere = false): Guardrail {
	return {
		id: 'unknown-personal-data',
		async check(text, context) {
			const found = await unknownIn(text, context);
			const matches = linksAnywhere ? found.filter(({ type }) => type !== 'URL') : found;
			return matches.length > 0
				? { kind: 'violation', reason: reason[context.language](listTypeNames(matches, context.language)), matches }
				: { kind: 'pass' };
		},
	};
}

/** Positions of the restored text. Earlier text is only context: it was judged already. */
async function unknownIn(text: string, context: GuardrailContext): Promise<Match[]> {
	const { before = '' } = context;
	const vault = requireVault(context);
	const matches = await withoutAuthors(await vault.findUnknown(before + text), before + text, context);
	if (before === '' || matches.length === 0) return matches;
	const from = (await vault.restore(before)).length;
	return matches
		.filter(({ end }) => end > from)
		.map((match) => ({ ...match, start: Math.max(0, match.start - from), end: match.end - from }));
}

/** The author of the agent may have its own telephone and e-mail told, and its hosts linked. Examples of code name `ana@example.com`. */
async function withoutAuthors(matches: Match[], text: string, { given, vault }: GuardrailContext): Promise<Match[]> {
	if (!given || !vault || matches.length === 0) return matches;
	const hosts = new Set([...listHostNames(given.author), ...given.allowedHosts, ...hostsOfNobody]);
	const restored = await vault.restore(text);
	return matches.filter(({ type, start, end }) => {
		const value = restored.slice(start, end);
		if (type === 'URL') return !leadsTo(value, hosts);
		return !given.author.includes(value) && !hostsOfNobody.includes(value.slice(value.lastIndexOf('@') + 1));
	});
}

function leadsTo(address: string, hosts: ReadonlySet<string>): boolean {
	const url = parseWebAddress(address);
	return url !== undefined && isAmong(url.hostname, hosts);
}
