import fc from 'fast-check';

/** Texts of any characters of Unicode, half of them ASCII; fast-check's own take seconds to make. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
	const character = fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0x10ffff }));
	return fc.array(character, { maxLength }).map((codes) => String.fromCodePoint(...codes));
}
