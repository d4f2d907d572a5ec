/** Hands what one writes to one who reads, without either waiting for the other's pace: what is written is bounded by its source. */
interface Pipe<Item> {
	write(item: Item): void;
	end(): void;
	read(): AsyncGenerator<Item>;
}

export function createPipe<Item>(): Pipe<Item> {
	const items: Item[] = [];
	let ended = false;
	let wake: () => void = () => undefined;
	return {
		write(item) {
			items.push(item);
			wake();
		},
		end() {
			ended = true;
			wake();
		},
		async *read() {
			for (;;) {
				while (items.length > 0) yield items.shift()!;
				if (ended) return;
				await new Promise<void>((resolve) => (wake = resolve));
			}
		},
	};
}
