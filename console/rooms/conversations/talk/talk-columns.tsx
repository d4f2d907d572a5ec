import { pathOf } from '../../../app/router';
import type { Column } from '../../../parts/data-table';
import { Link } from '../../../parts/link';
import { Status } from '../../../parts/status';
import { Lasting, Time } from '../../../parts/time';
import { modeTones, nameTalk, type Talk } from './talk';
import { talksWords as words } from '../talks-words';

/** @param kind the order of the list */
export const talkColumns = (kind: 'wait' | 'last'): Array<Column<Talk>> => [
	{ name: 'who', title: words('customer'), isMain: true, show: (talk) => <Who talk={talk} /> },
	kind === 'wait'
		? { name: 'wait', title: words('waits'), show: (talk) => Wait({ talk, isLong: true }) }
		: { name: 'last', title: words('last'), show: ({ lastMessageAt }) => <Time at={lastMessageAt} /> },
	{ name: 'state', title: words('answeredBy'), show: (talk) => <State talk={talk} /> },
	...(kind === 'last' ? [{ name: 'wait', title: words('waits'), show: (talk: Talk) => Wait({ talk }) }] : []),
	{ name: 'lead', title: words('lead'), show: (talk) => Lead({ talk }) },
	{ name: 'assigned', title: words('assignedTo'), show: ({ assignedTo }) => assignedTo && <bdi>{assignedTo}</bdi> },
	{ name: 'channel', title: words('channel'), show: ({ channel }) => channel },
];

const maxText = 160;

function Who({ talk }: { talk: Talk }) {
	const { id, lastMessage } = talk;
	return (
		<>
			<Link to={pathOf('conversations', id)}>
				<bdi>{nameTalk(talk, (end) => words('nameless', end))}</bdi>
			</Link>
			{lastMessage && (
				<span class="talk-last">
					{lastMessage.author !== 'contact' && <span class="quiet">{words('ours')} </span>}
					<bdi>{lastMessage.text === '' ? words('notShown') : cut(lastMessage.text)}</bdi>
				</span>
			)}
		</>
	);
}

const cut = (text: string): string => (text.length > maxText ? `${text.slice(0, maxText).toWellFormed()}…` : text);

export function Wait({ talk: { wait }, isLong = false }: { talk: Pick<Talk, 'wait'>; isLong?: boolean }) {
	if (!wait) return null;
	const forWhom = words(wait.runId === null ? (wait.waitsFor === 'person' ? 'forPerson' : 'forAgent') : 'forDecision');
	return (
		<span class="talk-wait">
			<Status tone={wait.isLate ? 'bad' : 'warn'}>{wait.isLate ? words('late', forWhom) : forWhom}</Status>{' '}
			{isLong && <Lasting since={wait.since} />}
		</span>
	);
}

export const State = ({ talk: { mode, sessionAgent, agent } }: { talk: Talk }) => (
	<>
		<Status tone={modeTones[mode]}>{words(mode)}</Status>
		{mode === 'agent' && (sessionAgent ?? agent) && <span class="quiet"> {sessionAgent ?? agent}</span>}
	</>
);

export function Lead({ talk: { isHot, handOver, origin } }: { talk: Pick<Talk, 'isHot' | 'handOver' | 'origin'> }) {
	const temperature = handOver?.temperature?.trim().toLowerCase() || (isHot ? 'hot' : undefined);
	if (temperature === undefined && !origin) return null;
	return (
		<span class="talk-lead">
			{temperature !== undefined && <Status tone={isHot ? 'warn' : 'quiet'}>{nameTemperature(temperature)}</Status>}{' '}
			{origin && <Origin origin={origin} />}
		</span>
	);
}

function Origin({ origin: { via, title, source } }: { origin: NonNullable<Talk['origin']> }) {
	const from = title || source;
	return (
		<span>
			{words(via)}
			{from && (
				<>
					: <bdi>{from}</bdi>
				</>
			)}
		</span>
	);
}

const temperatures: Record<string, 'hot' | 'warm' | 'cold'> = {
	hot: 'hot',
	quente: 'hot',
	warm: 'warm',
	morno: 'warm',
	cold: 'cold',
	frio: 'cold',
};

function nameTemperature(written: string): string {
	const known = temperatures[written];
	return known === undefined ? written : words(known);
}
