export const characterKind = { letter: 1, digit: 2, mark: 4, upper: 8, hex: 16, space: 32 } as const;

const learned = 128;
const kinds = new Uint8Array(0x10000);

/** A table: `\p{L}` takes ten times as long. Surrogates have no kind. */
function classify(code: number): number {
	return kinds[code] || learn(code);
}

function learn(code: number): number {
	const character = String.fromCharCode(code);
	const kind =
		(/\p{L}/u.test(character) ? characterKind.letter : 0) |
		(/\p{N}/u.test(character) ? characterKind.digit : 0) |
		(/\p{M}/u.test(character) ? characterKind.mark : 0) |
		(/\p{Lu}/u.test(character) ? characterKind.upper : 0) |
		(/[0-9a-f]/i.test(character) ? characterKind.hex : 0) |
		(/\s/.test(character) ? characterKind.space : 0);
	return (kinds[code] = kind | learned);
}

const word = characterKind.letter | characterKind.digit | characterKind.mark;

/** Letters, marks and digits of any script. False outside the text. */
export function isWordAt(text: string, at: number): boolean {
	return at >= 0 && at < text.length && (classify(text.charCodeAt(at)) & word) !== 0;
}

export function isAt(text: string, at: number, kind: number): boolean {
	return at >= 0 && at < text.length && (classify(text.charCodeAt(at)) & kind) !== 0;
}
