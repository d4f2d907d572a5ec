import { useEffect, useRef, useState } from 'preact/hooks';
import { type Problem, toProblem } from '../../api/problem';
import { runInBackground } from '../../api/run-in-background';

export interface Replayed {
	agent: { id: string; version: string; sha256: string };
	isSame: boolean;
	outcome: string | null;
	usage: { modelCalls: number; toolCalls: number; inputTokens: number; outputTokens: number } | null;
	difference: string | null;
}

interface Replaying {
	/** Number of events so far; undefined without a replay. */
	done?: number;
	replayed?: Replayed;
	problem?: Problem;
	begin: () => void;
}

/** Replays a run in the background. Leaving the page cancels it: nobody would see the result. */
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
