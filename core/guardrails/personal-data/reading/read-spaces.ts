const formValue = /=([^\s=&@"'<>;,/]+)/g;
/** A word or a group of a number, not a piece of a key. */
const formWord = /^(?:\p{Lu}?\p{Ll}+|\p{Lu}+|[A-Z]{0,2}\d{1,14}|[()\d.-]+)$/u;

/** Reads plus signs between words of a form value as spaces, unit for unit: `iban=DE89+3704+0044`. */
export function readFormSpaces(text: string): string {
	if (!text.includes('+') || !text.includes('=')) return text;
	return text.replace(formValue, (field, value: string, at: number) => {
		const words = value.includes('+', 1) && !/[=@;,/]/.test(text[at + field.length] ?? '') ? value.slice(1).split('+') : [];
		const isForm =
			words.length > 1 &&
			words.every((word, index) => formWord.test(index === 0 ? value.slice(0, word.length + 1).replace('+', '') : word));
		return isForm ? `=${value[0]}${words.join(' ')}` : field;
	});
}

/** Shorter than the text for which a stream waits (quiet-places.ts). */
const emphasis = /(?<=^|[\s([{"'>*~|:,;])(_{1,3})(?=[^\s_])([^_\n]{1,60})(?<!\s)\1(?=$|[\s)\]}"'<*~|:,.;!?])/gu;

/** Reads underscores around emphasized Markdown words as spaces, unit for unit: `_203.0.113.77_`. */
export function readEmphasis(text: string): string {
	return text.includes('_')
		? text.replace(emphasis, (_, { length }: string, words: string) => ' '.repeat(length) + words + ' '.repeat(length))
		: text;
}
