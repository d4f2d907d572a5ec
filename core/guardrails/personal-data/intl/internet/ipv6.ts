import { isAt, isWordAt, KIND } from '../characters';

const GROUPS = 8;
const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const VERSION_4 = new RegExp(`${OCTET}(?:\\.${OCTET}){3}(?!\\d|\\.\\d)`, 'y');
const ZONE = /%[\p{L}\p{N}][\p{L}\p{N}._-]{0,31}(?<![._-])/uy;

/**
 * Returns the length of the IP version 6 address that begins here; 0 if none does. Includes its zone (RFC 4007), without port and prefix length. RFC
 * 4291, 2.2: eight groups of one to four hexadecimal digits, `::` once for groups of zeros, the last two groups as version 4.
 */
export function ipv6Length(text: string, start: number): number {
	let at = start;
	let groups = 0;
	let gap = false;
	if (text[at] === ':') {
		if (text[at + 1] !== ':') return 0;
		gap = true;
		at += 2;
	}
	while (groups < GROUPS) {
		const dotted = groups <= GROUPS - 2 && (groups > 0 || gap) ? version4End(text, at) : 0;
		if (dotted > 0) {
			groups += 2;
			at = dotted;
			break;
		}
		let end = at;
		while (end - at < 5 && isAt(text, end, KIND.hex)) end++;
		if (end - at > 4) return 0;
		if (end === at) break;
		groups++;
		at = end;
		if (text[at] !== ':') break;
		if (text[at + 1] === ':') {
			if (gap) return 0;
			gap = true;
			at += 2;
		} else if (groups < GROUPS && isAt(text, at + 1, KIND.hex)) at++;
		else break;
	}
	if (gap ? groups > GROUPS - 1 : groups !== GROUPS) return 0;
	// `dead::beefx`, `1::2::3`; a colon at the end of a clause can follow.
	if (isWordAt(text, at) || text[at] === '_' || (text[at] === ':' && (text[at + 1] === ':' || isAt(text, at + 1, KIND.hex)))) return 0;
	ZONE.lastIndex = at;
	return (ZONE.test(text) ? ZONE.lastIndex : at) - start;
}

function version4End(text: string, at: number): number {
	if (!isAt(text, at, KIND.digit)) return 0;
	VERSION_4.lastIndex = at;
	return VERSION_4.test(text) ? VERSION_4.lastIndex : 0;
}
