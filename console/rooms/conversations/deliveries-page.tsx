import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { type Page, usePages } from '../../api/use-pages';
import { pathOf, place, setQuery } from '../../app/router';
import { announce } from '../../parts/announcements';
import { DataTable } from '../../parts/data-table';
import { Dialog } from '../../parts/dialog';
import { Select } from '../../parts/fields';
import { Heading } from '../../parts/heading';
import { Link } from '../../parts/link';
import { Status, type Tone } from '../../parts/status';
import { Time } from '../../parts/time';
import { toast } from '../../parts/toasts';
import { deliveryWords as words } from './delivery-words';
import { useChannels } from './use-channels';

interface Delivery {
	id: string;
	turn?: string;
	channel: string;
	conversation?: string;
	state: string;
	reason: string | null;
	code?: string | null;
	attempts?: number;
	receivedAt?: string;
	createdAt?: string;
	answers?: Array<{ conversation: string; answer: string }>;
}
type DeliveryPage = Page<Delivery> & { turns?: Array<Omit<Delivery, 'id'> & { turn: string }>; stopped?: number };

const kinds = ['unsent', 'dead', 'receipts', 'sends'] as const;
type Kind = (typeof kinds)[number];
const bad = ['dead', 'refused', 'failed', 'unknown'];
const toneOf = (state: string): Tone =>
	bad.includes(state)
		? 'bad'
		: ['received', 'queued', 'sending', 'held'].includes(state)
			? 'busy'
			: state === 'withdrawn'
				? 'quiet'
				: 'good';

export function DeliveriesPage() {
	const { query } = place.value;
	const kind = kinds.find((one) => one === query.kind) ?? 'unsent';
	const channels = useChannels();
	// Unsent messages of all channels come first: no filter hides them.
	const channel = query.channel ?? (kind === 'unsent' ? undefined : channels[0]);
	const [asked, setAsked] = useState<{ act: 'replay' | 'resend' | 'settle' | 'replay-all'; one?: Delivery }>();
	const pages = usePages<Delivery>(`${kind} ${channel}`, (cursor, signal) => readPage(kind, channel, cursor, signal), { every: 10_000 });
	return (
		<>
			<div class="page-head">
				<Heading>{words('title')}</Heading>
				{kind === 'dead' && (pages.items?.length ?? 0) > 0 && (
					<button type="button" class="button main" onClick={() => setAsked({ act: 'replay-all' })}>
						{words('replay-all')}
					</button>
				)}
			</div>
			<div class="filters" role="search">
				<Select
					label={words('show')}
					value={kind}
					options={kinds.map((value) => ({ value, text: words(value) }))}
					onChange={(value) => setQuery({ kind: value === 'unsent' ? undefined : value })}
				/>
				<Select
					label={words('channel')}
					value={channel ?? ''}
					options={[
						...(kind === 'unsent' ? [{ value: '', text: words('allChannels') }] : []),
						...channels.map((value) => ({ value, text: value })),
					]}
					onChange={(value) => setQuery({ channel: value })}
				/>
			</div>
			<DataTable
				caption={words(kind)}
				pages={pages}
				keyOf={({ id }) => id}
				empty={<p class="talk-nobody">{words(kind === 'unsent' || kind === 'dead' ? 'nothingFailed' : 'nothing')}</p>}
				columns={[
					{ name: 'id', title: words('what'), isMain: true, show: (one) => <What one={one} /> },
					{ name: 'state', title: words('state'), show: ({ state }) => <Status tone={toneOf(state)}>{nameState(state)}</Status> },
					{ name: 'reason', title: words('why'), show: ({ reason, code }) => (reason ? `${reason}${code ? ` (${code})` : ''}` : code) },
					{ name: 'at', title: words('when'), show: ({ receivedAt, createdAt }) => <Time at={receivedAt ?? createdAt ?? 0} /> },
					{ name: 'acts', title: words('acts'), show: (one) => <Acts one={one} kind={kind} ask={(act) => setAsked({ act, one })} /> },
				]}
			/>
			{asked && (
				<Dialog
					title={words(asked.act)}
					action={words(asked.act)}
					close={() => setAsked(undefined)}
					perform={() => perform(asked.act, asked.one?.channel ?? channel ?? '', asked.one).then(pages.reload)}
				>
					<p>{words(`${asked.act}Lead`)}</p>
				</Dialog>
			)}
		</>
	);
}

async function readPage(kind: Kind, channel: string | undefined, cursor: string | undefined, signal: AbortSignal): Promise<Page<Delivery>> {
	const query = { limit: 50, cursor };
	if (kind === 'unsent') return call<DeliveryPage>('GET unsent-messages', { query: { ...query, channel }, signal });
	if (channel === undefined) return { items: [] };
	const path = `channels/${encodeURIComponent(channel)}`;
	if (kind === 'sends') return call<DeliveryPage>(`GET ${path}/sends`, { query, signal });
	const { turns = [], ...page } = await call<DeliveryPage>(`GET ${path}/receipts`, {
		query: { ...query, ...(kind === 'dead' && { state: 'dead' }) },
		signal,
	});
	return { ...page, items: [...turns.map((turn) => ({ ...turn, id: turn.turn })), ...page.items] };
}

function What({ one: { id, turn, conversation, answers = [] } }: { one: Delivery }) {
	const talks = [...new Set([...(conversation ? [conversation] : []), ...answers.map((answer) => answer.conversation)])];
	return (
		<>
			{turn !== undefined && `${words('turn')} `}
			<code>{id}</code>
			{talks.map((talk) => (
				<span key={talk} class="talk-last">
					<Link to={pathOf('conversations', talk)}>{words('conversation')}</Link>
				</span>
			))}
		</>
	);
}

function Acts({ one: { state }, kind, ask }: { one: Delivery; kind: Kind; ask: (act: 'replay' | 'resend' | 'settle') => void }) {
	const button = (act: 'replay' | 'resend' | 'settle') => (
		<button type="button" class="button" onClick={() => ask(act)}>
			{words(act)}
		</button>
	);
	if (kind === 'receipts' || kind === 'dead') return state === 'received' ? null : button('replay');
	if (!bad.includes(state)) return null;
	return (
		<span class="actions">
			{button('resend')}
			{kind === 'unsent' && button('settle')}
		</span>
	);
}

async function perform(act: 'replay' | 'resend' | 'settle' | 'replay-all', channel: string, one?: Delivery): Promise<void> {
	const path = `channels/${encodeURIComponent(channel)}`;
	const request = act === 'replay-all' ? 'replay' : act;
	const body = act === 'replay-all' ? { dead: true } : { id: one!.id };
	const done = await call<{ replayed?: number; turns?: number }>(`POST ${path}/${request}`, { body });
	const text = request === 'replay' ? words('replayed', (done.replayed ?? 0) + (done.turns ?? 0)) : words(`${request}Done`);
	announce(text);
	toast({ text, kind: 'good' });
}

const states = [
	...(['received', 'processed', 'ignored', 'dead', 'queued', 'held', 'sending', 'unknown', 'sent', 'delivered', 'read'] as const),
	...(['refused', 'failed', 'withdrawn'] as const),
] as const;
const nameState = (state: string): string => {
	const known = states.find((one) => one === state);
	return known === undefined ? state : words(`${known}State`);
};
