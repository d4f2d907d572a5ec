import { useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { may } from '../../../api/session';
import { usePages, type Page } from '../../../api/use-pages';
import { announce } from '../../../parts/announcements';
import { DataTable } from '../../../parts/data-table';
import { Dialog, ReasonDialog } from '../../../parts/dialog';
import { Status, type Tone } from '../../../parts/status';
import { Time } from '../../../parts/time';
import { toast } from '../../../parts/toasts';
import { changeSettings } from './change-settings';
import { type Change, toText } from './settings';
import { settingsWords as words } from './settings-words';

const tones: Record<Change['state'], Tone> = { done: 'good', proposed: 'warn', rejected: 'bad', undone: 'quiet', ended: 'quiet' };
type Asked = { act: 'approve' | 'reject'; change: Change } | { act: 'undo' };

export function SettingsHistory({ path, number, reload }: { path: string; number: number; reload: () => void }) {
	const [asked, setAsked] = useState<Asked>();
	const pages = usePages<Change>(
		`${path} ${number}`,
		(cursor, signal) => call<Page<Change>>(`GET ${path}/changes`, { query: { limit: 20, cursor }, signal }),
		{ every: 15_000 },
	);
	const again = () => {
		pages.reload();
		reload();
	};
	return (
		<section>
			<div class="page-head">
				<h2>{words('history')}</h2>
				{may('conversation:manage') && pages.items?.some(({ state }) => state === 'done') && (
					<button type="button" class="button" onClick={() => setAsked({ act: 'undo' })}>
						{words('undo')}
					</button>
				)}
			</div>
			<DataTable
				caption={words('history')}
				pages={pages}
				keyOf={(change) => String(change.number)}
				empty={<p class="talk-nobody">{words('noHistory')}</p>}
				columns={[
					{ name: 'what', title: words('what'), isMain: true, show: (change) => <What change={change} /> },
					{ name: 'state', title: words('state'), show: ({ state }) => <Status tone={tones[state]}>{words(state)}</Status> },
					{ name: 'by', title: words('by'), show: ({ by, byName }) => <bdi>{byName ?? by}</bdi> },
					{ name: 'at', title: words('when'), show: ({ at }) => <Time at={at} /> },
					{ name: 'decide', title: words('decision'), show: (change) => decide(change, setAsked) },
				]}
			/>
			{asked && <HistoryDialog asked={asked} path={path} number={number} close={() => setAsked(undefined)} reload={again} />}
		</section>
	);
}

function What({ change: { changes, action, share } }: { change: Change }) {
	return (
		<>
			<span>{share === null ? nameAction(action) : words('tried', share)}</span>
			{Object.entries(changes).map(([name, value]) => (
				<span key={name} class="talk-last">
					{name}: <bdi>{value === null ? words('usual') : toText(value)}</bdi>
				</span>
			))}
		</>
	);
}

const nameAction = (action: string): string => {
	const known = (['set', 'keep', 'undo', 'rules'] as const).find((one) => one === action);
	return known === undefined ? action : words(`${known}Action`);
};

function decide(change: Change, ask: (asked: Asked) => void) {
	if (change.state !== 'proposed') return change.decidedByName ?? change.decidedBy;
	if (!may('agent:decide')) return words('waitsForSecond');
	return (
		<span class="actions">
			<button type="button" class="button main" onClick={() => ask({ act: 'approve', change })}>
				{words('approve')}
			</button>
			<button type="button" class="button" onClick={() => ask({ act: 'reject', change })}>
				{words('reject')}
			</button>
		</span>
	);
}

interface HistoryDialogProps {
	asked: Asked;
	path: string;
	number: number;
	close: () => void;
	reload: () => void;
}

function HistoryDialog({ asked, path, number, close, reload }: HistoryDialogProps) {
	if (asked.act === 'undo')
		return (
			<Dialog
				title={words('undo')}
				action={words('undo')}
				close={close}
				perform={() => changeSettings(`POST ${path}/undo`, { number }, path, reload)}
			>
				<p>{words('undoLead')}</p>
			</Dialog>
		);
	const { act, change } = asked;
	const perform = async (reason?: string) => {
		const body = { approved: act === 'approve', ...(reason && { reason }) };
		await call(`POST ${path}/changes/${change.number}/decide`, { body });
		const text = words(act === 'approve' ? 'approved' : 'rejected_');
		announce(text);
		toast({ text, kind: 'good' });
		reload();
	};
	const shown = { title: words(act), action: words(act), close };
	return (
		<ReasonDialog {...shown} isOptional perform={perform}>
			<What change={change} />
		</ReasonDialog>
	);
}
