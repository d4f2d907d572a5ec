export function memoize<Value>(dependsOn: () => readonly unknown[], compute: () => Value): () => Value {
	let known: { from: readonly unknown[]; value: Value } | undefined;
	return () => {
		const from = dependsOn();
		if (!known || from.some((part, index) => part !== known!.from[index])) known = { from, value: compute() };
		return known.value;
	};
}
