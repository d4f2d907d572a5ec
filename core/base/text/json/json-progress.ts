/** Tells whether pieces of JSON make a whole object or list so far. Reads each character once. */
export class JsonProgress {
	isBegun = false;
	#depth = 0;
	#quoted = false;
	#escaped = false;
	/** The last character outside of texts that is not blank. */
	#last = '';

	get isWhole(): boolean {
		return this.isBegun && this.#depth <= 0;
	}

	/** True where an object can begin. After a comma in a list it can too, but lists of arguments are rare. */
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
