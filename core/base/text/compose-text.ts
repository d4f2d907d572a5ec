/** Marks after the thirtieth of a character: composing a long chain takes quadratic time, half a minute for 100,000 (UAX #15, stream-safe text). */
const beyond = /(?<=\p{M}{30})(?=\p{M})/u;
const long = /\p{M}{31}/u;

/** NFC, so that a word has one spelling. */
export function composeText(text: string): string {
	return long.test(text)
		? text
				.split(beyond)
				.map((part) => part.normalize('NFC'))
				.join('')
		: text.normalize('NFC');
}
