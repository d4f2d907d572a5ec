import type { Match } from '../../ports/guardrails/match';

export const secretMask = '[SECRET]';

type SecretMask = 'redact' | 'partial';

const shortestShownInPart = 20;
/** The prefix of all keys of a service: `sk-proj-`, `ghp_`, `xoxb-`. */
const prefix = /^[A-Za-z][A-Za-z0-9]{0,9}[-_.$](?:[A-Za-z]{2,8}[-_.])?/;

export function maskSecrets(text: string, matches: readonly Pick<Match, 'start' | 'end'>[], mask: SecretMask): string {
	let masked = '';
	let from = 0;
	for (const { start, end } of matches) {
		masked += text.slice(from, start) + (mask === 'redact' ? secretMask : partialMask(text.slice(start, end)));
		from = end;
	}
	return masked + text.slice(from);
}

/** Lets the owner recognize the secret, `sk-proj-…a1b2`; a short one becomes `***`. */
function partialMask(secret: string): string {
	if (secret.startsWith('-----BEGIN')) return '[PRIVATE KEY…]';
	if (secret.length < shortestShownInPart) return '***';
	return `${prefix.exec(secret)?.[0] ?? ''}…${secret.slice(-4)}`;
}
