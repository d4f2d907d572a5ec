import { call } from '../../api/call';
import { type Page, usePages } from '../../api/use-pages';
import { Command } from '../../parts/command';
import { DataTable } from '../../parts/data-table';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { agentsWords as words } from './agents-words';
import { type Kind, type ManifestState, manifestTones } from './registry';

interface Label {
	label: string;
	version: string;
	state: ManifestState;
	changedAt: string;
	changedBy: string;
	reason?: string;
}

export function Labels({ kind, name }: { kind: Kind; name: string }) {
	const read = (cursor: string | undefined, signal: AbortSignal) =>
		call<Page<Label>>('GET labels', { query: { kind, name, limit: 100, cursor }, signal });
	const pages = usePages<Label>(`labels ${kind} ${name}`, read, { every: 30_000 });
	if (!pages.problem && !pages.items?.length) return null;
	return (
		<section class="section" aria-labelledby="labels">
			<h3 id="labels">{words('labels')}</h3>
			<DataTable
				caption={words('labels')}
				pages={pages}
				keyOf={({ label }) => label}
				empty={null}
				columns={[
					{ name: 'label', title: words('label'), isMain: true, show: ({ label }) => label },
					{ name: 'version', title: words('version'), show: ({ version }) => version },
					{ name: 'state', title: words('state'), show: ({ state }) => <Status tone={manifestTones[state]}>{words(state)}</Status> },
					{ name: 'changed', title: words('labelSince'), show: ({ changedAt }) => <Time at={changedAt} /> },
					{ name: 'by', title: words('labelBy'), show: ({ changedBy }) => changedBy },
					{ name: 'reason', title: words('labelReason'), show: ({ reason = '' }) => reason },
				]}
			/>
			<p class="line quiet">{words('labelHelp')}</p>
			<Command text={`troupe manifest label ${kind}:${name}@VERSION production`} about={words('labels')} />
		</section>
	);
}
