import { call, type Query } from '../../../api/call';
import { Problem } from '../../../api/problem';
import { may } from '../../../api/session';
import { Time } from '../../../parts/time';
import { actWords as words } from '../act-words';
import type { Fact } from '../facts';
import { inboxWords } from '../inbox-words';
import { type Kind, splitId } from '../item';

type Reader = (id: string, signal: AbortSignal) => Promise<Fact[]>;
type Row = Record<string, unknown>;

const of = encodeURIComponent;
const text = (value: unknown): string =>
	typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value, null, 2);
const time = (value: unknown) => (typeof value === 'string' ? <Time at={value} isExact /> : '');

/** Max pages of a search for one entry. */
const maxPages = 5;

/** Finds an entry of a list without an operation for single entries. @throws Problem */
async function findIn(path: string, query: Query, isIt: (row: Row) => boolean, signal: AbortSignal): Promise<Row> {
	let cursor: string | undefined;
	for (let page = 0; page < maxPages; page += 1) {
		const read = await call<{ items: Row[]; cursor?: string }>(`GET ${path}`, { query: { limit: 500, ...query, cursor }, signal });
		const found = read.items.find(isIt);
		if (found) return found;
		({ cursor } = read);
		if (cursor === undefined) break;
	}
	throw new Problem(404, 'RESOURCE_NOT_FOUND', inboxWords('notWaiting'));
}

const get = (path: string, signal: AbortSignal) => call<Row>(`GET ${path}`, { signal });

/** Returns the list entry of an item whose text the reader may not see. @throws Problem */
export async function readListed(kind: Kind, id: string, signal: AbortSignal): Promise<Fact[]> {
	const row = await findIn('inbox', { kind, limit: 200 }, (one) => one.id === id, signal);
	return [
		[words('channel'), text(row.title)],
		[words('state'), text(row.subject)],
		[words('requestedBy'), text(row.requestedBy)],
		[inboxWords('since'), time(row.since)],
		[inboxWords('due'), time(row.due)],
		[inboxWords('what'), words('needsRead')],
	];
}

const askedStates: ReadonlySet<string> = new Set(['open', 'escalated', 'missed']);

export const readers: Partial<Record<Kind, Reader>> = {
	async settings(id, signal) {
		if (!may('conversation:read')) return readListed('settings', id, signal);
		const [channel, number] = splitId(id);
		const row = await findIn(`channels/${of(channel)}/settings/changes`, {}, (one) => one.number === Number(number), signal);
		requireOpen(row.state === 'proposed', row.decidedByName ?? row.decidedBy, row.decidedAt);
		return [
			...([[words('channel'), channel] as Fact, [words('change'), `${text(row.number)} (${text(row.action)})`]] as Fact[]),
			[words('proposedBy'), text(row.byName ?? row.by)],
			[inboxWords('since'), time(row.at)],
			[words('summary'), <pre dir="auto">{text(row.changes)}</pre>],
		];
	},
	async 'hand-over'(id, signal) {
		if (!may('conversation:read')) return readListed('hand-over', id, signal);
		const shown = await get(`conversations/${of(id)}`, signal);
		const [last] = shown.handOvers as Row[];
		requireOpen(last !== undefined && askedStates.has(text(last.state)), undefined, undefined);
		const messages = (shown.messages as Row[]).slice(-6);
		return [
			[words('channel'), text(shown.channel)],
			[inboxWords('since'), time(last?.at)],
			[words('state'), text(last?.state)],
			[words('reason'), text(last?.reason)],
			[words('summary'), <FactTexts facts={(last?.summary ?? {}) as Row} />],
			[
				words('lastMessages'),
				<ol class="messages">
					{messages.map((one, index) => (
						<li key={index}>
							<span class="quiet">{text(one.author)}</span> <bdi>{text(one.text ?? one.content)}</bdi>
						</li>
					))}
				</ol>,
			],
		];
	},
	async 'data-request'(id, signal) {
		const shown = await get(`privacy/requests/${of(id)}`, signal);
		requireOpen(shown.settledAt === null, shown.settledBy, shown.settledAt);
		return [
			[inboxWords('what'), text(shown.kind)],
			[words('protocol'), text(shown.protocol)],
			[words('contact'), text(shown.contact)],
			[words('channel'), text(shown.channel)],
			[words('requestedBy'), text(shown.by)],
			[inboxWords('since'), time(shown.at)],
			[words('dueOn'), text(shown.dueOn)],
			[words('extend'), text(shown.extensionReason)],
		];
	},
	async unsent(id, signal) {
		const [channel, message] = splitId(id);
		const row = await findIn('unsent-messages', { channel }, (one) => one.id === message, signal);
		return [
			[words('channel'), channel],
			[words('state'), text(row.state)],
			[words('reason'), text(row.reason ?? row.code)],
			[words('attempts'), text(row.attempts)],
			[inboxWords('since'), time(row.createdAt)],
		];
	},
	async delivery(id, signal) {
		const shown = await get(`events/deliveries/${of(id)}`, signal);
		requireOpen(shown.state === 'dead', undefined, undefined);
		return [
			[words('event'), text(shown.type)],
			[words('subscription'), text(shown.subscription)],
			[words('reason'), text(shown.reason)],
			[words('attempts'), text(shown.attempts)],
			[inboxWords('since'), time(shown.endedAt ?? shown.createdAt)],
		];
	},
	async work(id, signal) {
		const [kind, key] = splitId(id);
		const row = await findIn('work', { kind }, (one) => one.key === key, signal);
		return [
			[inboxWords('kind'), text(row.kind)],
			[words('key'), text(row.key)],
			[words('lane'), text(row.lane)],
			[words('state'), text(row.state)],
			[words('attempts'), text(row.attempts)],
			[inboxWords('due'), time(row.dueAt)],
		];
	},
};

/** @throws Problem with the decider and time */
function requireOpen(isOpen: boolean, decidedBy: unknown, decidedAt: unknown): void {
	if (isOpen) return;
	throw new Problem(409, 'STATE_CONFLICT', inboxWords('gone'), inboxWords('goneHelp'), undefined, { decidedBy, decidedAt });
}

const FactTexts = ({ facts }: { facts: Row }) => (
	<ul class="plain">
		{Object.entries(facts).map(([name, value]) => (
			<li key={name}>
				<span class="quiet">{name}</span> <bdi>{text(value)}</bdi>
			</li>
		))}
	</ul>
);
