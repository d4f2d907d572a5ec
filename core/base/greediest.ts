/** Returns the owner of the most places, and their number. A full list takes a place from this owner, so that nobody keeps the others out. */
export function findGreediest<Place>(places: Iterable<Place>, ownerOf: (place: Place) => string): { owner: string; count: number } {
	const counts = new Map<string, number>();
	let greediest = { owner: '', count: 0 };
	for (const place of places) {
		const owner = ownerOf(place);
		const count = (counts.get(owner) ?? 0) + 1;
		counts.set(owner, count);
		if (count > greediest.count) greediest = { owner, count };
	}
	return greediest;
}
