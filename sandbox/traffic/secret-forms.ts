/** Hidden texts with their replacements. Searched texts have one character per byte, so that any bytes survive. */
export class SecretForms {
	/** By lower-case form: case is ignored. */
	readonly #shown = new Map<string, string>();
	#byBegin = new Map<string, string[]>();
	#pattern = /$^/g;
	#longest = 0;

	add(form: string, shown: string): void {
		const bytes = Buffer.from(form).toString('latin1').toLowerCase();
		if (bytes === '' || this.#shown.has(bytes)) return;
		this.#shown.set(bytes, shown);
		// The longest first: a login contains the value.
		const forms = [...this.#shown.keys()].sort((one, other) => other.length - one.length);
		this.#pattern = new RegExp(forms.map((one) => one.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|'), 'gi');
		this.#byBegin = Map.groupBy(forms, (one) => one[0]!);
		this.#longest = forms[0]!.length;
	}

	get isEmpty(): boolean {
		return this.#shown.size === 0;
	}

	hide(bytes: string): string {
		return this.isEmpty ? bytes : bytes.replace(this.#pattern, (form) => this.#shown.get(form.toLowerCase())!);
	}

	/** Hides values across parts. Only bytes that could begin a form wait for the next part. */
	async *hideStream(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
		let waiting = '';
		for await (const part of parts) {
			const [hidden, rest] = this.#hideBegun(waiting + Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('latin1'));
			waiting = rest;
			if (hidden !== '') yield Buffer.from(hidden, 'latin1');
		}
		if (waiting !== '') yield Buffer.from(this.hide(waiting), 'latin1');
	}

	#hideBegun(bytes: string): [hidden: string, rest: string] {
		let hidden = '';
		let at = 0;
		let rest = this.#findBegin(bytes, 0);
		for (const { 0: form, index } of bytes.matchAll(this.#pattern)) {
			// Overlaps with the uncertain part, such as the begin of a longer form.
			if (index >= rest) break;
			hidden += bytes.slice(at, index) + this.#shown.get(form.toLowerCase())!;
			at = index + form.length;
			rest = Math.max(rest, this.#findBegin(bytes, at));
		}
		return [hidden + bytes.slice(at, rest), bytes.slice(rest)];
	}

	#findBegin(bytes: string, from: number): number {
		const start = Math.max(from, bytes.length - this.#longest + 1);
		const end = bytes.slice(start).toLowerCase();
		for (let index = 0; index < end.length; index += 1)
			for (const form of this.#byBegin.get(end[index]!) ?? [])
				if (form.length > end.length - index && form.startsWith(end.slice(index))) return start + index;
		return bytes.length;
	}
}
