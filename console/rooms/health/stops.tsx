import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { session } from '../../api/session';
import { type Page, usePages } from '../../api/use-pages';
import { DataTable } from '../../parts/data-table';
import { ReasonDialog } from '../../parts/dialog';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { toast, toastFault } from '../../parts/toasts';
import { healthWords as words } from './health-words';

interface Stop {
	tenant: string;
	name: string;
	reason: string;
	stoppedAt: string;
	stoppedBy: string;
}

/** The name of a stop of all agents of a tenant. */
const everyAgent = 'all';

/** Shows what the API calls the target of a stop by the name that it lists: `agent:clerk`, `run:r1`, `tool:clerk/pay`. */
function targetOf({ tenant, name }: Stop): Record<string, string> {
	const [, kind = '', rest = ''] = /^(agent|run|tool):(.*)$/s.exec(name) ?? [];
	if (kind === '') return { tenant };
	if (kind !== 'tool') return { [kind]: rest, tenant };
	const [agent = '', ...part] = rest.split('/');
	return { agent, tool: part.join('/'), tenant };
}

/** Shows what is stopped, on all machines, and how it starts again. */
export function Stops() {
	const [isStopping, setStopping] = useState(false);
	const pages = usePages<Stop>('stops', (cursor, signal) => call<Page<Stop>>('GET stops', { query: { cursor }, signal }), { every: 5_000 });
	const start = (stop: Stop) =>
		call('POST stops/remove', { body: targetOf(stop) })
			.then(() => toast({ text: words('started'), kind: 'good' }))
			.catch(toastFault)
			.finally(pages.reload);
	const areAllStopped = pages.items?.some(({ name }) => name === everyAgent);
	return (
		<section class="section">
			<div class="page-head">
				<h2>{words('stops')}</h2>
				{!areAllStopped && (
					<button type="button" class="button danger" onClick={() => setStopping(true)}>
						{words('stopAll')}
					</button>
				)}
			</div>
			<DataTable
				caption={words('stops')}
				pages={pages}
				keyOf={({ tenant, name }) => `${tenant} ${name}`}
				empty={<p class="quiet nothing">{words('noStops')}</p>}
				columns={[
					{ name: 'what', title: words('what'), isMain: true, show: ({ name }) => <Status tone="bad">{name}</Status> },
					{ name: 'why', title: words('why'), show: ({ reason }) => reason },
					{ name: 'by', title: words('by'), show: ({ stoppedBy }) => stoppedBy },
					{ name: 'since', title: words('since'), show: ({ stoppedAt }) => <Time at={stoppedAt} /> },
					{
						name: 'act',
						title: '',
						show: (stop) => (
							<button type="button" class="button" aria-label={`${words('start')}: ${stop.name}`} onClick={() => void start(stop)}>
								{words('start')}
							</button>
						),
					},
				]}
			/>
			{isStopping && (
				<ReasonDialog
					title={words('stopAll')}
					action={words('stopAll')}
					isDangerous
					close={() => setStopping(false)}
					perform={async (reason) => {
						await call('POST stops', { body: { tenant: session.value!.tenant, reason } });
						toast({ text: words('stopped'), kind: 'good' });
						pages.reload();
					}}
				>
					<p>{words('stopLead')}</p>
				</ReasonDialog>
			)}
		</section>
	);
}
