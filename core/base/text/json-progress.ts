/** Tells whether pieces of JSON make a whole object or list so far. Reads each character once. */
export class JsonProgress {
	isBegun = false;
	#depth = 0;
	#quoted = false;
	#escaped = false;

	get isWhole(): boolean {
		return this.isBegun && this.#depth <= 0;
	}

	add(text: string): void {
		for (let at = 0; at < text.length; at += 1) {
			const character = text[at]!;
			if (this.#quoted) {
				if (this.#escaped) this.#escaped = false;
				else if (character === '\\') this.#escaped = true;
				else if (character === '"') this.#quoted = false;
			} else if (character === '"') this.#quoted = true;
			else if (character === '{' || character === '[') {
				this.#depth += 1;
				this.isBegun = true;
			} else if (character === '}' || character === ']') this.#depth -= 1;
		}
	}
}
