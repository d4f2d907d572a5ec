/** Tells whether pieces of JSON form a complete object or list so far. Reads each character once. */
export class JsonProgress {
	isBegun = false;
	#depth = 0;
	#quoted = false;
	#escaped = false;
	#last = '';

	get isWhole(): boolean {
		return this.isBegun && this.#depth <= 0;
	}

	/** True where an object can begin. Ignores commas in lists, since lists of arguments are rare. */
	get expectsValue(): boolean {
		return !this.#quoted && (this.#last === ':' || this.#last === '[');
	}

	add(text: string): void {
		for (let at = 0; at < text.length; at += 1) {
			const character = text[at]!;
			if (!this.#quoted && character.trim() !== '') this.#last = character;
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
