import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { may } from '../../../api/session';
import { pathOf } from '../../../app/router';
import { Link } from '../../../parts/link';
import { Status } from '../../../parts/status';
import { Time } from '../../../parts/time';
import type { Decision, HandOver, Note, Run, Send, WholeTalk } from './talk';
import { describeOutcome, Why } from './why';
import { summaryWords, talkWords as words } from './talk-words';
import { talksWords } from '../talks-words';

type Entry = { key: string; at: string } & (
	| { kind: 'message'; message: WholeTalk['messages'][number]; run: Run | undefined }
	| { kind: 'send'; send: Send }
	| { kind: 'hand-over'; handOver: HandOver }
	| { kind: 'note'; note: Note }
	| { kind: 'failed-run'; run: Run }
	| { kind: 'decision'; decision: Decision }
);

const isShown = ({ state }: Send): boolean => !['sent', 'delivered', 'read'].includes(state);
const hasFailed = ({ state, outcome }: Run): boolean =>
	['failed', 'cancelled', 'interrupted'].includes(state) || (outcome !== null && outcome !== 'reply');

function listEntries({ messages, sends, handOvers, notes, ranAs, decisions }: WholeTalk): Entry[] {
	const runs = new Map(ranAs.map((run) => [run.runId, run]));
	const told = new Set(messages.map(({ run }) => run));
	// Events before the first shown message belong to hidden messages.
	const from = messages[0]?.at ?? '';
	const entries: Entry[] = [
		...messages.map((message, index) => ({
			kind: 'message' as const,
			key: `m${message.at}${index}`,
			at: message.at,
			message,
			run: message.run === null ? undefined : runs.get(message.run),
		})),
		...sends.filter(isShown).map((send) => ({ kind: 'send' as const, key: send.id, at: send.createdAt, send })),
		...handOvers.map((handOver) => ({ kind: 'hand-over' as const, key: `h${handOver.at}`, at: handOver.at, handOver })),
		...notes.map((note, index) => ({ kind: 'note' as const, key: `n${note.at}${index}`, at: note.at, note })),
		...ranAs
			.filter((run) => hasFailed(run) && !told.has(run.runId))
			.map((run) => ({ kind: 'failed-run' as const, key: `r${run.runId}`, at: run.startedAt, run })),
	];
	const shown = entries.filter(({ at, kind }) => at >= from || kind === 'send').toSorted((one, other) => (one.at < other.at ? -1 : 1));
	// Pending decisions come last, whenever they began.
	return [
		...shown,
		...decisions.map((decision) => ({ kind: 'decision' as const, key: `d${decision.runId}`, at: decision.decideBy, decision })),
	];
}

function SystemEntry({ entry }: { entry: Exclude<Entry, { kind: 'message' }> }) {
	switch (entry.kind) {
		case 'send':
			return <SendEntry send={entry.send} />;
		case 'hand-over':
			return <HandOverEntry handOver={entry.handOver} />;
		case 'note':
			return <NoteEntry note={entry.note} />;
		case 'failed-run':
			return (
				<Line at={entry.at} title={words('noAnswer', describeOutcome(entry.run))}>
					<Why id={entry.run.runId} run={entry.run} />
				</Line>
			);
		case 'decision':
			return (
				<Line title={words('decision')}>
					{entry.decision.pending.map(({ id, tool, question }) => (
						<p key={id}>
							<bdi>{tool === undefined ? question || talksWords('notShown') : words('call', tool)}</bdi>
						</p>
					))}
					<p>
						{words('until')} <Time at={entry.at} isExact />{' '}
						{may('agent:decide') && <Link to={pathOf('inbox', 'approval', entry.decision.runId)}>{words('decide')}</Link>}
					</p>
				</Line>
			);
	}
}

const Line = ({ at, title, children }: { at?: string; title: string; children?: ComponentChildren }) => (
	<li class="talk-item system">
		<p class="talk-head">
			<strong>{title}</strong> {at && <Time at={at} />}
		</p>
		{children}
	</li>
);

function SendEntry({ send: { state, text, reason, code, createdAt, kind, run } }: { send: Send }) {
	const isBad = state === 'refused' || state === 'failed' || state === 'unknown';
	return (
		<li class="talk-item ours unsent">
			<p class="talk-head">
				<Status tone={isBad ? 'bad' : state === 'withdrawn' ? 'quiet' : 'busy'}>{words(state)}</Status> <Time at={createdAt} />
			</p>
			<p class="talk-text">
				<bdi>{text === '' ? (kind === 'text' ? talksWords('notShown') : kind) : text}</bdi>
			</p>
			{reason && (
				<p class="talk-why">
					{code === 'WINDOW_CLOSED' ? words('windowClosed') : reason} {code && <code>{code}</code>}
				</p>
			)}
			{run !== null && may('run:read') && (
				<p class="talk-why">
					<Link to={pathOf('runs', run)}>{words('run')}</Link>
				</p>
			)}
		</li>
	);
}

const HandOverEntry = ({ handOver: { at, by, reason, summary } }: { handOver: HandOver }) => (
	<Line at={at} title={by === 'agent' ? words('handedOver') : words('handedOverBy', nameActor(by))}>
		<p>
			<bdi>{reason === '' ? talksWords('notShown') : reason}</bdi>
		</p>
		{Object.keys(summary).length > 0 && (
			<dl>
				{Object.entries(summary).map(([name, value]) => (
					<>
						<dt>{isSummaryField(name) ? summaryWords(name) : name}</dt>
						<dd>
							<bdi>{value}</bdi>
						</dd>
					</>
				))}
			</dl>
		)}
	</Line>
);

const fields = ['name', 'company', 'phone', 'city', 'need', 'urgency', 'temperature', 'nextStep', 'notes'] as const;
const isSummaryField = (name: string): name is (typeof fields)[number] => (fields as readonly string[]).includes(name);

const NoteEntry = ({ note: { at, kind, by, text, desk } }: { note: Note }) => (
	<Line at={at} title={words(kind, nameActor(by))}>
		<p class="talk-text">
			<bdi>{text}</bdi>
		</p>
		{desk && desk.state !== 'written' && (
			<p class="talk-why">
				{desk.name}: {desk.reason ?? desk.state}
			</p>
		)}
	</Line>
);

/** `key:trp_1 for Ana` is Ana; without a name, the recorded caller. */
const nameActor = (by: string): string => / for (.+)$/.exec(by)?.[1] ?? by.replace(/^\w+:/, '');

/** Max distance from the end for automatic scrolling. */
const nearPx = 80;

export function TalkLog({ talk }: { talk: WholeTalk }) {
	const entries = listEntries(talk);
	const box = useRef<HTMLDivElement>(null);
	const isAtEnd = useRef(true);
	useLayoutEffect(() => {
		if (box.current && isAtEnd.current) box.current.scrollTop = box.current.scrollHeight;
	}, [entries.at(-1)?.key, entries.length]);
	const note = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }: { currentTarget: HTMLDivElement }) =>
		void (isAtEnd.current = scrollHeight - scrollTop - clientHeight < nearPx);
	return (
		<div class="talk-box" ref={box} tabIndex={0} role="group" aria-label={words('messages')} onScroll={note}>
			{entries.length === 0 && <p class="quiet">{words('nothing')}</p>}
			<ol class="talk-log">
				{entries.map((entry) => (
					<EntryItem key={entry.key} entry={entry} />
				))}
			</ol>
		</div>
	);
}

function EntryItem({ entry }: { entry: Entry }) {
	if (entry.kind !== 'message') return <SystemEntry entry={entry} />;
	const { message, run } = entry;
	return (
		<li class={`talk-item ${message.author === 'contact' ? 'theirs' : 'ours'} ${message.author}`}>
			<p class="talk-head">
				<strong>{message.author === 'person' && message.writer ? <bdi>{message.writer}</bdi> : words(message.author)}</strong>{' '}
				<Time at={message.at} />
			</p>
			<p class="talk-text">
				<bdi>{message.text === '' ? talksWords('notShown') : message.text}</bdi>
			</p>
			{message.run !== null && <Why id={message.run} run={run} />}
		</li>
	);
}
