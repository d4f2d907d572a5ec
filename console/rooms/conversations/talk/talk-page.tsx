import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { may } from '../../../api/session';
import { useQuery } from '../../../api/use-query';
import { announce } from '../../../parts/announcements';
import { Fault } from '../../../parts/fault';
import { Heading } from '../../../parts/heading';
import { Link } from '../../../parts/link';
import { Skeleton } from '../../../parts/skeleton';
import { Composer } from './composer';
import { nameTalk, type WholeTalk } from './talk';
import { TalkActs } from './talk-acts';
import { Lead, State, Wait } from './talk-columns';
import { TalkFacts } from './talk-facts';
import { TalkLog } from './talk-log';
import { talkWords as own } from './talk-words';
import { talksWords as words } from '../talks-words';

const everyMs = 4_000;
const usualMessages = 50;
const maxMessages = 500;

/** A conversation: messages, events, and acts. */
export function TalkPage({ id }: { id: string }) {
	const [limit, setLimit] = useState(usualMessages);
	const read = (signal: AbortSignal) => call<WholeTalk>(`GET conversations/${encodeURIComponent(id)}`, { query: { limit }, signal });
	const { data, problem, reload } = useQuery(`${id} ${limit}`, read, { every: everyMs });
	// Keeps the messages while more are read.
	const last = useRef<WholeTalk>(undefined);
	last.current = data ?? last.current;
	const talk = last.current;
	useNewMessages(talk);
	if (!talk) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton rows={8} />;
	return (
		<>
			<p class="talk-back">
				<Link to="conversations">← {words('title')}</Link>
			</p>
			<div class="page-head">
				<Heading name={words('nameless', talk.contact.slice(-6))}>
					<bdi>{nameTalk(talk, (end) => words('nameless', end))}</bdi>
				</Heading>
			</div>
			<p class="talk-state">
				<span class="quiet">{words('answeredBy')}</span> <State talk={talk} />
				{talk.wait && (
					<>
						{' '}
						<span class="quiet">{words('waits')}</span> <Wait talk={talk} isLong />
					</>
				)}
				{(talk.isHot || talk.origin) && <Lead talk={talk} />}
			</p>
			{problem && <Fault problem={problem} retry={reload} />}
			{may('conversation:manage') && <TalkActs talk={talk} reload={reload} />}
			<div class="talk-columns">
				<section class="talk-main" aria-label={own('log')}>
					{talk.content !== 'full' && <p class="quiet">{own(talk.content)}</p>}
					{talk.messages.length >= limit && limit < maxMessages && (
						<button type="button" class="button" onClick={() => setLimit(maxMessages)}>
							{own('earlier')}
						</button>
					)}
					<TalkLog talk={talk} />
					{may('conversation:manage') && <Composer talk={talk} reload={reload} />}
				</section>
				<TalkFacts talk={talk} />
			</div>
		</>
	);
}

/** Announces new messages to screen readers, but not those present at the opening. */
function useNewMessages(talk: WholeTalk | undefined): void {
	const seen = useRef<string>(undefined);
	const message = talk?.messages.at(-1);
	useEffect(() => {
		if (!message) return;
		const isNew = seen.current !== undefined && message.at > seen.current;
		seen.current = message.at;
		if (isNew) announce(`${own(message.author)}: ${message.text}`);
	}, [message?.at]);
}
