import { useEffect, useRef, useState } from 'preact/hooks';
import { type Problem, toProblem } from '../../api/problem';
import { runInBackground } from '../../api/run-in-background';

/** What a replay of a run came to, as `POST runs/RUN/replay` answers. */
export interface Replayed {
	agent: { id: string; version: string; sha256: string };
	isSame: boolean;
	outcome: string | null;
	usage: { modelCalls: number; toolCalls: number; inputTokens: number; outputTokens: number } | null;
	difference: string | null;
}

interface Replaying {
	/** How many events there were; undefined while nothing is replayed. */
	done?: number;
	replayed?: Replayed;
	problem?: Problem;
	begin: () => void;
}

/** Replays a run in the background, and follows it. Whoever leaves the page cancels it: its result would be shown to nobody. */
export function useReplayed(runId: string): Replaying {
	const [shown, setShown] = useState<Omit<Replaying, 'begin'>>({});
	const leaving = useRef<AbortController>(undefined);
	useEffect(() => () => leaving.current?.abort(), []);
	const begin = () => {
		leaving.current?.abort();
		const { signal } = (leaving.current = new AbortController());
		const show = (next: Omit<Replaying, 'begin'>) => signal.aborted || setShown(next);
		show({ done: 0 });
		const onProgress = ({ done }: { done: number }) => show({ done });
		runInBackground<Replayed>(`runs/${encodeURIComponent(runId)}/replay`, { body: {}, signal, onProgress })
			.then((replayed) => show({ replayed }))
			.catch((fault: unknown) => show({ problem: toProblem(fault) }));
	};
	return { ...shown, begin };
}
