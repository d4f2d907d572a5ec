import { stripVTControlCharacters } from 'node:util';

/** Buffers the output of a part until its turn to print. */
export class PartOutput {
	#buffer = [];
	#last = '';
	/** The number of characters so far. */
	length = 0;

	flush() {
		for (const text of this.#buffer ?? []) process.stdout.write(text);
		this.#buffer = undefined;
	}

	print(text) {
		this.length += text.length;
		this.#last = (this.#last + text).slice(-2_000);
		if (this.#buffer) this.#buffer.push(text);
		else process.stdout.write(text);
	}

	say(line) {
		this.print(`${line}\n`);
	}

	/** Returns the last line of the output. */
	readLastLine() {
		return stripVTControlCharacters(this.#last).trim().split('\n').at(-1)?.trim() || 'nothing';
	}
}
