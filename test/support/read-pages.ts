/** Reads a list page by page, each from the place of the last item, until one is empty. */
export async function readPages<Item, const Place>(
	list: (place?: Place) => Promise<Item[]>,
	placeOf: (item: Item) => Place,
): Promise<Item[]> {
	const read: Item[] = [];
	for (let page = await list(); page.length > 0; page = await list(placeOf(page.at(-1)!))) read.push(...page);
	return read;
}
