import { isAt, isWordAt, characterKind } from '../characters';

const groupCount = 8;
const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const version4 = new RegExp(`${octet}(?:\\.${octet}){3}(?!\\d|\\.\\d)`, 'y');
const zone = /%[\p{L}\p{N}][\p{L}\p{N}._-]{0,31}(?<![._-])/uy;

/**
 * Returns the length of an IPv6 address, or 0. Includes the zone (RFC 4007), but neither port nor prefix length. RFC 4291, 2.2: eight groups of one
 * to four hexadecimal digits, one `::` for zeros, the last two groups as version 4.
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
	while (groups < groupCount) {
		const dotted = groups <= groupCount - 2 && (groups > 0 || gap) ? version4End(text, at) : 0;
		if (dotted > 0) {
			groups += 2;
			at = dotted;
			break;
		}
		let end = at;
		while (end - at < 5 && isAt(text, end, characterKind.hex)) end++;
		if (end - at > 4) return 0;
		if (end === at) break;
		groups++;
		at = end;
		if (text[at] !== ':') break;
		if (text[at + 1] === ':') {
			if (gap) return 0;
			gap = true;
			at += 2;
		} else if (groups < groupCount && isAt(text, at + 1, characterKind.hex)) at++;
		else break;
	}
	if (gap ? groups > groupCount - 1 : groups !== groupCount) return 0;
	if (isLonger(text, at)) return 0;
	zone.lastIndex = at;
	return (zone.test(text) ? zone.lastIndex : at) - start;
}

/** The address continues: `::ffff:256.0.0.1`, `dead::beefx`, `1::2::3`. Ignores a colon at a clause's end. */
function isLonger(text: string, at: number): boolean {
	if (text[at] === '.') return isAt(text, at + 1, characterKind.digit);
	if (text[at] === ':') return text[at + 1] === ':' || isAt(text, at + 1, characterKind.hex);
	return isWordAt(text, at) || text[at] === '_';
}

function version4End(text: string, at: number): number {
	if (!isAt(text, at, characterKind.digit)) return 0;
	version4.lastIndex = at;
	return version4.test(text) ? version4.lastIndex : 0;
}
