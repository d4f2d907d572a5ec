import type { Match } from '../../ports';

type SecretMask = 'redact' | 'partial';

const SHORTEST_SHOWN_IN_PART = 20;
/** What a service puts before all of its keys: `sk-proj-`, `ghp_`, `xoxb-`. */
const PREFIX = /^[A-Za-z][A-Za-z0-9]{0,9}[-_.$](?:[A-Za-z]{2,8}[-_.])?/;

/** The text with its secrets hidden; what is left is not recognised again. */
export function maskSecrets(text: string, matches: readonly Pick<Match, 'start' | 'end'>[], mask: SecretMask): string {
	let masked = '';
	let from = 0;
	for (const { start, end } of matches) {
		masked += text.slice(from, start) + (mask === 'redact' ? '[SECRET]' : partialMask(text.slice(start, end)));
		from = end;
	}
	return masked + text.slice(from);
}

/** `sk-proj-…a1b2`, so that its owner knows which one it is; `***` of what is short. */
function partialMask(secret: string): string {
	if (secret.startsWith('-----BEGIN')) return '[PRIVATE KEY…]';
	if (secret.length < SHORTEST_SHOWN_IN_PART) return '***';
	return `${PREFIX.exec(secret)?.[0] ?? ''}…${secret.slice(-4)}`;
}
