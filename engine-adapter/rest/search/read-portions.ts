import type { EmbeddedEngine } from '../../embedded/embedded-engine';
import type { Kernel } from '../../embedded/flow/kernel';

/** Reads rows in portions, in order of their keys. Other commands run between two portions. */
export async function* readPortions<Row>(
	engine: EmbeddedEngine,
	/** Rows with a greater key than `after`, as many as one portion holds. */
	look: (kernel: Kernel, after: string | undefined) => Row[],
	keyOf: (row: Row) => string,
): AsyncGenerator<Row[]> {
	for (let after: string | undefined; ;) {
		const from = after;
		const rows = await engine.read((kernel) => look(kernel, from));
		if (rows.length === 0) return;
		yield rows;
		after = keyOf(rows.at(-1)!);
	}
}
