/** Passes items to a reader without blocking either side. The source limits the number of items. */
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
