import { signal } from '@preact/signals';
import { formatAgo, formatTime } from '../words/format';

const now = signal(Date.now());
setInterval(() => (now.value = Date.now()), 15_000);

/** When something was, from now; the exact time is its title. @param isExact shows the time itself */
export const Time = ({ at, isExact = false }: { at: string | number; isExact?: boolean }) => (
	<time dateTime={new Date(at).toISOString()} title={formatTime(at)}>
		{isExact ? formatTime(at) : formatAgo(at, now.value)}
	</time>
);
