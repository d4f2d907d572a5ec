/** Returns the owner of most places, and their number. A full list takes a place from this owner. */
export function findLargestHolder<Place>(places: Iterable<Place>, ownerOf: (place: Place) => string): { owner: string; count: number } {
	const counts = new Map<string, number>();
	let largest = { owner: '', count: 0 };
	for (const place of places) {
		const owner = ownerOf(place);
		const count = (counts.get(owner) ?? 0) + 1;
		counts.set(owner, count);
		if (count > largest.count) largest = { owner, count };
	}
	return largest;
}
