import type { Match } from '../../ports';
import { normalize } from './normalize';
import type { Recognizer } from './recognizer';

/** The look-behind starts each local part once, at its first character: without it, a long word without `@` takes quadratic time. */
const CANDIDATE = /(?<![\p{L}\p{M}\p{N}._%+'*-])([\p{L}\p{M}\p{N}._%+'-]+)@([\p{L}\p{M}\p{N}.-]+)/gu;
/** Letters of any script (RFC 6531), or `xn--`; what sticks to them belongs to the match, so that none of it stays behind. */
const TOP_LEVEL = /^(?:\p{L}\p{M}*){2}/u;
const LABEL = /^(?!-)[\p{L}\p{M}\p{N}-]{1,63}(?<!-)$/u;

/** Electronic mail addresses, with accents and international domains. */
export const emailAddress: Recognizer = {
	type: 'EMAIL_ADDRESS',
	name: { en: 'e-mail address', pt: 'endereço de e-mail' },
	label: 'EMAIL',
	find(text) {
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
			const trimmed = label.replace(/-+$/, '');
			if (LABEL.test(trimmed)) labels.push(trimmed);
			break;
		}
		labels.push(label);
	}
	while (labels.length > 1 && !TOP_LEVEL.test(labels.at(-1)!)) labels.pop();
	return labels.length > 1 ? labels.join('.').length : 0;
}
