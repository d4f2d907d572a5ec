import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../api/call';
import { Problem, toProblem } from '../../api/problem';

/** What a replay of a run came to, as `POST runs/RUN/replay` answers. */
export interface Replayed {
	agent: { id: string; version: string; sha256: string };
	isSame: boolean;
	outcome: string | null;
	usage: { modelCalls: number; toolCalls: number; inputTokens: number; outputTokens: number } | null;
	difference: string | null;
}

interface ReplayOperation {
	id: string;
	state: string;
	progress?: { done: number };
	answer?: Replayed;
	error?: { code: string; message: string; fix?: string };
}

interface Replaying {
	/** How many events there were; undefined while nothing is replayed. */
	done?: number;
	replayed?: Replayed;
	problem?: Problem;
	begin: () => void;
}

/** Replays a run in the background, and follows it. Whoever leaves the page waits no longer; the service ends it. */
export function useReplayed(runId: string): Replaying {
	const [shown, setShown] = useState<Omit<Replaying, 'begin'>>({});
	const leaving = useRef<AbortController>(undefined);
	useEffect(() => () => leaving.current?.abort(), []);
	const begin = () => {
		leaving.current?.abort();
		const stop = (leaving.current = new AbortController());
		setShown({ done: 0 });
		follow(runId, (done) => setShown({ done }), stop.signal)
			.then((replayed) => setShown({ replayed }))
			.catch((fault: unknown) => {
				if (!stop.signal.aborted) setShown({ problem: toProblem(fault) });
			});
	};
	return { ...shown, begin };
}

async function follow(runId: string, tell: (done: number) => void, signal: AbortSignal): Promise<Replayed> {
	const path = `POST runs/${encodeURIComponent(runId)}/replay`;
	const { id } = await call<ReplayOperation>(path, { body: {}, isInBackground: true, signal });
	for (;;) {
		const { answer, error, progress } = await call<ReplayOperation>(`GET operations/${id}`, { query: { waitSeconds: 3 }, signal });
		if (answer) return answer;
		if (error) throw new Problem(0, error.code, error.message, error.fix);
		tell(progress?.done ?? 0);
	}
}
