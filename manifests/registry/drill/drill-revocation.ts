import { rcompare } from 'semver';
import type { RootDocument } from '../../documents/root-document';
import { listPresentPeople } from '../../trust/count-approvals';
import type { Drill, DrillRequest } from '../api/drill';
import type { SnapshotRollout } from '../../documents/snapshot-document';
import { listChoices, type RunnableVersion, stateOrder } from '../resolve/choose-version';
import { listCandidates } from '../rollouts/judge-several';
import { toSnapshotRollouts } from '../rollouts/snapshot-rollouts';
import { listStoredLabels } from '../resolve/stored-labels';
import { isUnderWay, storedRollouts } from '../settings/rollout-changes';
import { lastApproved } from '../rollouts/decide-rollout';
import type { Rollout } from '../registry-api';
import type { Judge } from '../find/judge-manifest';
import type { ManifestSummary } from '../api/lifecycle';
import { summaries, summaryColumns } from '../find/summaries';
import type { Connection, Database } from '../store/tables';
import { failuresFirst, findCallers, type StoppedName } from './find-callers';
import { findStops, type Stops, withoutKey } from './find-stops';

type Reader = Database | Connection;

const maxLeft = 100;

/**
 * Lists what would stop after a revocation, and changes nothing: judges by the next root edition, or a snapshot without the version, as gates would.
 * @throws TroupeError INPUT_INVALID, MANIFEST_NOT_FOUND
 */
export async function drillRevocation(connection: Reader, judge: Judge, request: DrillRequest): Promise<Drill> {
	const { what, stops, keyId, isCut: isKeyCut = false } = await findStops(connection, judge, request);
	const rollouts = await storedRollouts(connection);
	const names = await findNames(connection, judge, stops, rollouts);
	const hashes = new Set(stops.map(({ sha256 }) => sha256));
	const { callers, isCut } = await findCallers(connection, names, (sha256) => hashes.has(sha256));
	return {
		what,
		stops: failuresFirst(
			stops.map(({ kind, name, version, sha256, because }) => {
				const named = nameOf(names, kind, name);
				const left = named?.left.slice(0, maxLeft) ?? [];
				const ahead = named?.ahead.get(version)?.slice(0, maxLeft) ?? [];
				const labels = [...(named?.labels ?? [])].flatMap(([label, to]) => (to === version ? [label] : []));
				return { kind, name, version, sha256, reason: because, goesTo: left[0] ?? null, left, ahead, ...(labels.length > 0 && { labels }) };
			}),
		),
		callers,
		rollouts: rollouts.filter(isUnderWay).flatMap((rollout) => describeRollout(rollout, names)),
		...(keyId === undefined ? { roles: [], people: [] } : describeKey(judge.root, keyId)),
		isCut: isCut || isKeyCut,
	};
}

const nameOf = (names: readonly StoppedName[], kind: string, name: string) => names.find((one) => one.kind === kind && one.name === name);

/** Adds the versions that may still run: approved before deprecated, then the highest. */
async function findNames(connection: Reader, judge: Judge, stops: Stops['stops'], rollouts: readonly Rollout[]): Promise<StoppedName[]> {
	const hashes = new Set(stops.map(({ sha256 }) => sha256));
	const names = Map.groupBy(stops, keyOf);
	const running = Map.groupBy(await readRunning(connection, judge, stops), keyOf);
	const labels = Map.groupBy(names.size > 0 ? await listStoredLabels(connection) : [], keyOf);
	const found: StoppedName[] = [];
	for (const [key, versions] of names) {
		const { kind, name } = versions[0]!;
		const left = (running.get(key) ?? [])
			.filter(({ sha256 }) => !hashes.has(sha256))
			.map((one) => ({ version: one.version, state: one.state as 'approved' | 'deprecated' }))
			.toSorted((one, other) => stateOrder(one) - stateOrder(other) || rcompare(one.version, other.version));
		const kept = new Set(left.map(({ version }) => version));
		// A version with another runnable manifest continues.
		const ended = versions.filter(({ version }) => !kept.has(version));
		const its = rollouts.filter((one) => one.kind === kind && one.package === name).flatMap(toSnapshotRollouts);
		const stopping = ended.map(({ version, state }) => ({ version, state: state as 'approved' | 'deprecated' }));
		found.push({
			labels: new Map((labels.get(key) ?? []).map(({ label, version }) => [label, version])),
			kind,
			name,
			stops: ended.map(({ version }) => version),
			left: [...kept],
			ahead: new Map(stopping.map((stop) => [stop.version, listAhead(stop, left, stopping, its)])),
		});
	}
	return found;
}

const namesAtOnce = 500;

async function readRunning(connection: Reader, judge: Judge, stops: Stops['stops']): Promise<ManifestSummary[]> {
	const running: ManifestSummary[] = [];
	for (const [kind, ofKind] of Map.groupBy(stops, ({ kind: one }) => one)) {
		const names = [...new Set(ofKind.map(({ name }) => name))];
		for (let from = 0; from < names.length; from += namesAtOnce) {
			const rows = await connection
				.selectFrom('manifests')
				.select(summaryColumns)
				.where('kind', '=', kind)
				.where('name', 'in', names.slice(from, from + namesAtOnce))
				.where('state', 'in', ['approved', 'deprecated'])
				.execute();
			running.push(...(await summaries(connection, judge, rows)).filter(({ approved }) => approved));
		}
	}
	return running;
}

const keyOf = ({ kind, name }: Pick<ManifestSummary, 'kind' | 'name'>): string => `${kind}:${name}`;

/** Lists remaining versions that run today before a stopping one, wherever a range has both, including a rollout's new one. */
function listAhead(
	stop: RunnableVersion,
	left: readonly RunnableVersion[],
	stopping: readonly RunnableVersion[],
	rollouts: readonly SnapshotRollout[],
): string[] {
	const targets = [...left, ...stopping].filter(({ version }) => rollouts.some(({ to }) => to === version));
	const isAhead = (one: RunnableVersion) =>
		[[stop, one], ...targets.map((target) => [stop, one, target])].every((all) => !listChoices(all, rollouts).includes(stop.version));
	return left.filter(isAhead).map(({ version }) => version);
}

function describeRollout(rollout: Rollout, names: readonly StoppedName[]): Drill['rollouts'] {
	const { id, kind, package: name, from, to, state, percent } = rollout;
	const stopped = nameOf(names, kind, name);
	if (!stopped || ![from, ...listCandidates(rollout)].some((version) => stopped.stops.includes(version))) return [];
	const isAborted = listCandidates(rollout).some((version) => stopped.stops.includes(version));
	const goesTo = lastApproved(rollout, stopped.left) ?? null;
	return [{ id, kind, name, from, to, state, percent, becomes: isAborted ? 'aborted' : state, goesTo }];
}

function describeKey(root: RootDocument, keyId: string): Pick<Drill, 'roles' | 'people'> {
	const next = withoutKey(root, keyId);
	const unable = new Set([...(next.revokedKeyIds ?? []), ...Object.keys(root.retiredKeys ?? {})]);
	const roles = Object.entries(root.roles).flatMap(([role, { keyIds, threshold }]) => {
		if (!keyIds.includes(keyId)) return [];
		const left = keyIds.filter((one) => !unable.has(one)).length;
		return [{ role, left, threshold, isEnough: left >= threshold }];
	});
	const { [keyId]: _gone, ...owners } = root.owners ?? {};
	const present = listPresentPeople({ ...root, owners });
	return { roles, people: [...listPresentPeople(root)].filter((person) => !present.has(person)) };
}
