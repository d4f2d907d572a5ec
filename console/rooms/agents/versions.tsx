import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { may } from '../../api/session';
import { usePages } from '../../api/use-pages';
import { useQuery } from '../../api/use-query';
import { place, setQuery } from '../../app/router';
import { DataTable } from '../../parts/data-table';
import { Command } from '../../parts/command';
import { ReasonDialog } from '../../parts/dialog';
import type { Change } from '../../parts/diff';
import { Diff } from '../../parts/diff';
import { Empty } from '../../parts/empty';
import { Fault } from '../../parts/fault';
import { Select } from '../../parts/fields';
import { Link } from '../../parts/link';
import { Skeleton } from '../../parts/skeleton';
import { Time } from '../../parts/time';
import { toast } from '../../parts/toasts';
import { formatTime } from '../../words/format';
import { agentsWords as words } from './agents-words';
import { ManifestStatus } from './manifest-status';
import { compareVersions, readManifests, type Kind, type Manifest } from './registry';
import { StartRollout } from './rollouts/start-rollout';

/** Versions of an agent or prompt: decisions, deciders, and differences between two of them. */
export function Versions({ kind, name }: { kind: Kind; name: string }) {
	const pages = usePages<Manifest>(`${kind} ${name}`, (cursor, signal) => readManifests({ kind, name }, cursor, signal), {
		every: 30_000,
	});
	const [returning, setReturning] = useState<Manifest>();
	const [starting, setStarting] = useState(false);
	const items = pages.items ?? [];
	const approved = items.filter(({ state }) => state === 'approved');
	return (
		<>
			<DataTable
				caption={words('versions')}
				pages={pages}
				keyOf={({ sha256 }) => sha256}
				empty={
					<Empty title={words('noVersions')}>
						<p>{words('noVersionsHelp')}</p>
						<Command text={`troupe manifest publish ${kind === 'agent' ? 'agent.json' : 'prompt.md'}`} />
					</Empty>
				}
				columns={[
					{ name: 'version', title: words('version'), isMain: true, show: (manifest) => <Version manifest={manifest} /> },
					{ name: 'state', title: words('state'), show: (manifest) => <ManifestStatus manifest={manifest} /> },
					{ name: 'author', title: words('author'), show: ({ author }) => author },
					{ name: 'published', title: words('publishedAt'), show: ({ publishedAt }) => <Time at={publishedAt} /> },
					{ name: 'approvals', title: words('approvedBy'), show: (manifest) => <Approvals manifest={manifest} /> },
					{
						name: 'act',
						title: '',
						show: (manifest) =>
							may('registry:revoke') &&
							manifest.state === 'approved' &&
							manifest !== approved[0] && (
								<button
									type="button"
									class="button plain"
									aria-label={`${words('goBack')}: ${manifest.version}`}
									onClick={() => setReturning(manifest)}
								>
									{words('goBack')}
								</button>
							),
					},
				]}
			/>
			{may('registry:rollout') && approved.length > 1 && (
				<p class="actions section">
					<button type="button" class="button" onClick={() => setStarting(true)}>
						{words('startRollout')}
					</button>
				</p>
			)}
			{items.length > 1 && <Compare manifests={items} />}
			{starting && <StartRollout kind={kind} name={name} versions={approved} close={() => setStarting(false)} />}
			{returning && (
				<ReasonDialog
					title={words('goBackTo', returning.version)}
					action={words('goBack')}
					isDangerous
					close={() => setReturning(undefined)}
					perform={async (reason) => {
						await call('POST rollback', { body: { kind, name, to: returning.version, reason } });
						toast({ text: words('wentBack', returning.version), kind: 'good' });
						pages.reload();
					}}
				>
					<p>{words('goBackLead')}</p>
				</ReasonDialog>
			)}
		</>
	);
}

const Version = ({ manifest: { version, sha256, notes, approved } }: { manifest: Manifest }) => (
	<>
		{version} <code class="quiet">{sha256.slice(0, 12)}</code>
		{notes !== undefined && <p class="line">{notes}</p>}
		{approved && (
			<p class="line">
				<Link to={`trust/drill?${new URLSearchParams({ of: sha256 })}`} aria-label={`${words('whatWouldStop')} ${version}`}>
					{words('whatWouldStop')}
				</Link>
			</p>
		)}
	</>
);

function Approvals({ manifest: { approvals, threshold, state, kind, name, version } }: { manifest: Manifest }) {
	const counted = approvals.filter(({ notCounted }) => notCounted === undefined).length;
	return (
		<>
			{approvals.map(({ approver, at, notCounted }) => (
				<p key={`${approver} ${at}`} class="line">
					{approver}, {formatTime(at)} {notCounted !== undefined && <span class="quiet">{words('notCounted', notCounted)}</span>}
				</p>
			))}
			{state === 'draft' && (
				<>
					<p class="line">{words('missing', counted, threshold)}</p>
					<Command text={`troupe manifest approve ${kind}:${name}@${version}`} about={version} />
				</>
			)}
		</>
	);
}

interface Difference {
	changes: Change[];
	requiredBump: 'none' | 'patch' | 'minor' | 'major';
}

/** Compares two versions: the newest and its predecessor, or any two. The lower one comes first. */
function Compare({ manifests }: { manifests: Manifest[] }) {
	const { one: askedOne, other: askedOther } = place.value.query;
	const ordered = manifests.toSorted(
		(left, right) => compareVersions(left.version, right.version) || left.publishedAt.localeCompare(right.publishedAt),
	);
	const find = (sha256: string | undefined) => ordered.find((manifest) => manifest.sha256 === sha256);
	const upper = find(askedOther) ?? ordered.at(-1)!;
	const lower = find(askedOne) ?? ordered[Math.max(ordered.indexOf(upper) - 1, 0)]!;
	const [from, to] = ordered.indexOf(lower) <= ordered.indexOf(upper) ? [lower, upper] : [upper, lower];
	const options = ordered.toReversed().map(({ sha256, version, state }) => ({ value: sha256, text: `${version} (${words(state)})` }));
	return (
		<section class="section card" aria-labelledby="difference">
			<h3 id="difference">{words('difference')}</h3>
			<div class="filters">
				<Select label={words('oneVersion')} value={lower.sha256} options={options} onChange={(one) => setQuery({ one })} />
				<Select label={words('otherVersion')} value={upper.sha256} options={options} onChange={(other) => setQuery({ other })} />
			</div>
			{from === to ? <p class="quiet">{words('chooseTwo')}</p> : <Changes from={from} to={to} />}
		</section>
	);
}

function Changes({ from, to }: { from: Manifest; to: Manifest }) {
	const path = `manifests/${from.sha256}/diff/${to.sha256}`;
	const { data, problem, reload } = useQuery(path, (signal) => call<Difference>(`GET ${path}`, { signal }));
	if (!data) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton />;
	return (
		<>
			<p role="status">
				{words('from', from.version, to.version)} {words('changes', data.changes.length)} {words(`bump-${data.requiredBump}`)}
			</p>
			<Diff changes={data.changes} />
		</>
	);
}
