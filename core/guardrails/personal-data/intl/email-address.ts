import type { Match } from '../../../ports';
import { normalize } from '../normalize';
import { HAS } from '../readable-text';
import type { Recognizer } from '../recognizer';

/**
 * The look-ahead leaves the domain to be read again, as the local part of an address that follows without a space.
 * The look-behind starts each local part once, at its first character: without it, a long word without `@` takes quadratic time.
 */
const CANDIDATE = /(?<![\p{L}\p{M}\p{N}._%+'*-])([\p{L}\p{M}\p{N}._%+'-]+)@(?=([\p{L}\p{M}\p{N}.-]+))/gu;
/** Letters of any script (RFC 6531), or `xn--`; figures that stick to them are another thing: `ana@example.com11987654321`. */
const TOP_LEVEL = /^(?:xn--[a-z0-9-]+|(?:\p{L}\p{M}*){2,})/iu;
const LABEL = /^(?!-)[\p{L}\p{M}\p{N}-]{1,63}(?<!-)$/u;

/** Electronic mail addresses, with accents and international domains. */
export const emailAddress: Recognizer = {
	type: 'EMAIL_ADDRESS',
	name: { en: 'e-mail address', pt: 'endereço de e-mail' },
	label: 'EMAIL',
	words: { en: ['e mail', 'email', 'mail'], pt: ['e mail', 'email', 'correio eletronico'] },
	needs: ({ has }) => (has & HAS.at) !== 0,
	find({ text }) {
		const matches: Match[] = [];
		for (const { 0: candidate, 1: local = '', 2: domain = '', index } of text.matchAll(CANDIDATE)) {
			const length = domainLength(domain);
			const first = candidate.search(/[^.'%+-]/);
			if (length === 0 || first < 0 || first >= local.length) continue;
			matches.push({ type: 'EMAIL_ADDRESS', start: index + first, end: index + local.length + 1 + length, score: 1 });
		}
		return matches;
	},
	canonical: (value) => normalize(value).text.toLowerCase(),
	partialMask(value) {
		const address = normalize(value).text;
		const at = address.lastIndexOf('@');
		const local = [...address.slice(0, at)];
		const [first = '', last = ''] = [local[0], local.at(-1)];
		return `${local.length > 1 ? first : ''}***${local.length > 3 ? last : ''}${address.slice(at)}`;
	},
};

/** How much of a run of domain characters is a domain name; 0 when none of it is. A full stop that ends the sentence is not part of it. */
function domainLength(run: string): number {
	const labels: string[] = [];
	for (const label of run.split('.', 128)) {
		if (!LABEL.test(label)) {
			const trimmed = label.replace(/(?<!-)-+$/, '');
			if (LABEL.test(trimmed)) labels.push(trimmed);
			break;
		}
		labels.push(label);
	}
	while (labels.length > 1 && !TOP_LEVEL.test(labels.at(-1)!)) labels.pop();
	const topLevel = TOP_LEVEL.exec(labels.pop() ?? '')?.[0] ?? '';
	return labels.length > 0 ? [...labels, topLevel].join('.').length : 0;
}
