/** Undefined for invalid JSON. The parser's error is dropped: it quotes the text. */
export function parseIfJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
