import { candidates } from '../find/read-documents';
import type { Judge } from '../find/judge-manifest';
import { withApprovals } from '../find/summaries';
import type { ManifestSummary, Match, ResolveRequest } from '../registry-api';
import { toSnapshotRollouts } from '../rollouts/snapshot-rollouts';
import { storedRollouts } from '../settings/rollout-changes';
import type { Connection, Database } from '../store/tables';
import type { ManifestIndex } from './manifest-words';
import { rankMatches } from './rank-matches';
import { resolveLabel } from './stored-labels';

export async function resolveManifests(
	connection: Database | Connection,
	judge: Judge,
	request: ResolveRequest,
	index: ManifestIndex,
): Promise<Match[]> {
	// A label names one version, so rollouts do not apply.
	const labelled = await resolveLabel(connection, request);
	const known = await candidates(connection, judge, labelled ?? request);
	const matches = rankMatches(
		labelled ?? request,
		known,
		labelled ? [] : (await storedRollouts(connection)).flatMap(toSnapshotRollouts),
		index,
	);
	const shown = await withApprovals(
		connection,
		judge,
		matches.map(({ manifest }) => manifest),
	);
	return matches.map((match, place) => withProblems(match, shown[place]!));
}

/** Only a warning: gates choose the same version and refuse it, and never an older one silently. */
function withProblems(match: Match, manifest: ManifestSummary): Match {
	const { problems = [] } = manifest;
	return { ...match, manifest, warnings: [...match.warnings, ...problems.map((problem) => `Gates refuse it: ${problem}`)] };
}
