import { candidates } from '../find/documents';
import { withApprovals } from '../find/summaries';
import type { Match, ResolveRequest } from '../registry-api';
import { storedRollouts } from '../settings/rollout-changes';
import type { Connection, Database } from '../store/tables';
import type { ManifestIndex } from './manifest-words';
import { rankMatches } from './rank-matches';

/** What may run and fits, best first; approvals are read of those alone that are shown. */
export async function resolveManifests(
	connection: Database | Connection,
	threshold: number,
	request: ResolveRequest,
	index: ManifestIndex,
): Promise<Match[]> {
	const known = await candidates(connection, threshold, request);
	const matches = rankMatches(request, known, await storedRollouts(connection), index);
	const shown = await withApprovals(
		connection,
		matches.map(({ manifest }) => manifest),
	);
	return matches.map((match, place) => ({ ...match, manifest: shown[place]! }));
}
