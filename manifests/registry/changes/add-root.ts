import type { Change } from './change';
import type { RootKeeper } from './root-keeper';

/** Adds an edition of the root. One that is there already changes nothing. */
export async function addRoot(change: Change, roots: RootKeeper, tokens: string) {
	const { edition, isNew } = await roots.add(change.connection, tokens);
	if (isNew) {
		change.event('root.added', { version: String(edition.version) });
		change.note({ version: edition.version });
	}
	return edition;
}
