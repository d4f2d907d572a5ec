import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { type Page, usePages } from '../../api/use-pages';
import { place } from '../../app/router';
import { DataTable } from '../../parts/data-table';
import { ReasonDialog } from '../../parts/dialog';
import { TextField } from '../../parts/fields';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { toast, toastFault } from '../../parts/toasts';
import { healthWords as words } from './health-words';

interface Switch {
	tenant: string;
	target: string;
	reason: string;
	changedAt: string;
	changedBy: string;
}

export function Switches() {
	const { off } = place.value.query;
	const [isAsking, setAsking] = useState(off !== undefined);
	const pages = usePages<Switch>('switches', (cursor, signal) => call<Page<Switch>>('GET switches', { query: { cursor }, signal }), {
		every: 5_000,
	});
	const turnOn = ({ tenant, target }: Switch) =>
		call('POST switches/on', { body: { target, ...(tenant === '*' ? { everywhere: true } : { tenant }) } })
			.then(() => toast({ text: words('turnedOn', target), kind: 'good' }))
			.catch(toastFault)
			.finally(pages.reload);
	return (
		<section class="section">
			<div class="page-head">
				<h2>{words('switches')}</h2>
				<button type="button" class="button danger" onClick={() => setAsking(true)}>
					{words('turnOff')}
				</button>
			</div>
			<DataTable
				caption={words('switches')}
				pages={pages}
				keyOf={({ tenant, target }) => `${tenant} ${target}`}
				empty={<p class="quiet nothing">{words('nothingOff')}</p>}
				columns={[
					{ name: 'what', title: words('what'), isMain: true, show: ({ target }) => <Status tone="bad">{target}</Status> },
					{ name: 'why', title: words('why'), show: ({ reason }) => reason },
					{ name: 'by', title: words('by'), show: ({ changedBy }) => changedBy },
					{ name: 'since', title: words('since'), show: ({ changedAt }) => <Time at={changedAt} /> },
					{
						name: 'act',
						title: '',
						show: (one) => (
							<button type="button" class="button" aria-label={`${words('turnOn')}: ${one.target}`} onClick={() => void turnOn(one)}>
								{words('turnOn')}
							</button>
						),
					},
				]}
			/>
			{isAsking && <TurnOff first={off ?? 'all'} close={() => setAsking(false)} done={pages.reload} />}
		</section>
	);
}

function TurnOff({ first, close, done }: { first: string; close: () => void; done: () => void }) {
	const [target, setTarget] = useState(first);
	const perform = async (reason: string) => {
		await call('POST switches/off', { body: { target, reason } });
		toast({ text: words('turnedOff', target), kind: 'good' });
		done();
	};
	return (
		<ReasonDialog title={words('turnOff')} action={words('turnOff')} isDangerous close={close} perform={perform}>
			<p>{words('offLead')}</p>
			<TextField label={words('what')} required value={target} help={words('targetHelp')} onChange={setTarget} />
		</ReasonDialog>
	);
}
