/** Finds words in a text without regard to capitals. */
export const match = (text: string, shape: RegExp): RegExpExecArray | undefined => shape.exec(text.toLowerCase()) ?? undefined;

/** Returns a text without the words that it begins with. */
export function without(text: string, shape: RegExp): string {
	const found = match(text, shape);
	return found?.index === 0 ? text.slice(found[0].length) : text;
}
