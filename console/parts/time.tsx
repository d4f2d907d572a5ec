import { signal } from '@preact/signals';
import { formatAgo, formatDuration, formatTime } from '../words/format';

const now = signal(Date.now());
const everyMs = 15_000;
setInterval(() => (now.value = Date.now()), everyMs);

/** Never in the future: an act is newer than the last tick, and a server's clock can be ahead. */
function sayAgo(at: string | number): string {
	const current = Math.max(now.value, Date.now());
	const ahead = new Date(at).getTime() - current;
	return formatAgo(ahead > 0 && ahead < everyMs ? current : at, current);
}

/** Relative time; the exact time is its title. @param isExact shows the exact time */
export const Time = ({ at, isExact = false }: { at: string | number; isExact?: boolean }) => (
	<time dateTime={new Date(at).toISOString()} title={formatTime(at)}>
		{isExact ? formatTime(at) : sayAgo(at)}
	</time>
);

export const Lasting = ({ since }: { since: string | number }) => (
	<time dateTime={new Date(since).toISOString()} title={formatTime(since)}>
		{formatDuration(Math.max(0, Math.floor((now.value - new Date(since).getTime()) / 1_000) * 1_000))}
	</time>
);
