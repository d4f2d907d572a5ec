import type { ComponentChildren } from 'preact';
import { may } from '../../../api/session';
import { pathOf } from '../../../app/router';
import { Link } from '../../../parts/link';
import { Status } from '../../../parts/status';
import { Time } from '../../../parts/time';
import type { HandOver, Note, Send } from './talk';
import { describeOutcome, Why } from './why';
import type { Entry } from './timeline';
import { summaryWords, talkWords as words } from './talk-words';
import { talksWords } from '../talks-words';

export function SystemEntry({ entry }: { entry: Exclude<Entry, { kind: 'message' }> }) {
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
export const nameActor = (by: string): string => / for (.+)$/.exec(by)?.[1] ?? by.replace(/^\w+:/, '');
