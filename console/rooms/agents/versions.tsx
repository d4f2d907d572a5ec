import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { may } from '../../api/session';
import { usePages } from '../../api/use-pages';
import { DataTable } from '../../parts/data-table';
import { Command } from '../../parts/command';
import { ReasonDialog } from '../../parts/dialog';
import { Empty } from '../../parts/empty';
import { Link } from '../../parts/link';
import { Time } from '../../parts/time';
import { toast } from '../../parts/toasts';
import { formatTime } from '../../words/format';
import { agentsWords as words } from './agents-words';
import { Compare } from './compare';
import { ManifestStatus } from './manifest-status';
import { type Kind, type Manifest, readManifests } from './registry';
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
						...{ name: 'act', title: '' },
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
