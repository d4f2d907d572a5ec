import { useLayoutEffect, useRef } from 'preact/hooks';
import { Time } from '../../../parts/time';
import type { WholeTalk } from './talk';
import { SystemEntry } from './talk-system';
import { Why } from './why';
import { type Entry, listEntries } from './timeline';
import { talkWords as words } from './talk-words';
import { talksWords } from '../talks-words';

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
