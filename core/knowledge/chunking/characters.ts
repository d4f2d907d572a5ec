/** Class of a UTF-16 code unit, for cutting. */
export const Kind = { other: 0, space: 1, newline: 2, stop: 3, closer: 4, joined: 5 } as const;

const kinds = buildKinds();

export function classify(code: number): number {
	return kinds[code]!;
}

function buildKinds(): Uint8Array {
	const table = new Uint8Array(0x10000);
	const mark = (characters: string, kind: number) => {
		for (const character of characters) table[character.charCodeAt(0)] = kind;
	};
	mark(' \t\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\ufeff', Kind.space);
	mark('\n\r\u2028\u2029', Kind.newline);
	mark('.!?…。！？', Kind.stop);
	mark('"\')]}”’»*_', Kind.closer);
	// Belongs to the character before it: accents, halves of a pair, variants, joiners.
	table.fill(Kind.joined, 0x300, 0x370).fill(Kind.joined, 0xdc00, 0xe000).fill(Kind.joined, 0xfe00, 0xfe10);
	table[0x200d] = Kind.joined;
	return table;
}

export function isBlank(code: number): boolean {
	const kind = kinds[code]!;
	return kind === Kind.space || kind === Kind.newline;
}

export function trimSpan(text: string, start: number, end: number): { start: number; end: number } {
	while (start < end && isBlank(text.charCodeAt(start))) start += 1;
	while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
	return { start, end };
}

export function splitsCharacter(text: string, place: number): boolean {
	const code = text.charCodeAt(place);
	const skinTone = code === 0xd83c && text.charCodeAt(place + 1) >= 0xdffb;
	return skinTone || kinds[code] === Kind.joined || text.charCodeAt(place - 1) === 0x200d;
}
