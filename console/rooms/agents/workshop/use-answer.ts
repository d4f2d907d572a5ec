import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../../api/call';
import { type Problem, toProblem } from '../../../api/problem';

/** Typed text is sent after this pause. */
const pauseMs = 300;

interface Answered<Answer> {
	answer?: Answer;
	problem?: Problem;
	isCurrent: boolean;
}

/** Repeats a request, shortly after its body changed. @param body undefined sends nothing */
export function useAnswer<Answer>(request: string, body: object | undefined): Answered<Answer> {
	const key = body === undefined ? undefined : JSON.stringify(body);
	const current = useRef(body);
	current.current = body;
	const [state, setState] = useState<{ key?: string; answer?: Answer; problem?: Problem }>({});
	useEffect(() => {
		if (key === undefined) return undefined;
		const gone = new AbortController();
		const timer = setTimeout(() => {
			call<Answer>(request, { body: current.current, signal: gone.signal })
				.then((answer) => setState({ key, answer }))
				.catch((fault: unknown) => {
					if (!gone.signal.aborted) setState(({ answer }) => ({ key, answer, problem: toProblem(fault) }));
				});
		}, pauseMs);
		return () => {
			clearTimeout(timer);
			gone.abort();
		};
	}, [request, key]);
	return key === undefined ? { isCurrent: true } : { ...state, isCurrent: state.key === key };
}
