import type { Collection } from '../../ports';

/** Listed, and removed, at once. */
const documentsAtOnce = 1_000;

/** Removes the documents under some beginnings of ids that did not come. @returns their ids */
export async function removeGone(
	collection: Collection,
	beginnings: string[],
	came: ReadonlySet<string>,
	checkGoesOn: () => void,
): Promise<string[]> {
	const gone: string[] = [];
	if (beginnings.length === 0) return gone;
	let after: string | undefined;
	for (;;) {
		checkGoesOn();
		const some = await collection.documents({}, { ...(after !== undefined && { after }), limit: documentsAtOnce });
		gone.push(...some.map(({ id }) => id).filter((id) => !came.has(id) && beginnings.some((beginning) => id.startsWith(beginning))));
		after = some.at(-1)?.id;
		if (some.length < documentsAtOnce) break;
	}
	const removed: string[] = [];
	for (let from = 0; from < gone.length; from += documentsAtOnce) {
		checkGoesOn();
		removed.push(...(await collection.remove({ ids: gone.slice(from, from + documentsAtOnce) })));
	}
	return removed;
}
