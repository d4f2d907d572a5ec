import { useEffect, useRef, useState } from 'preact/hooks';
import { type Problem, toProblem } from './problem';

export interface Loaded<Data> {
	/** The last that was read, also while it is read again. */
	data?: Data;
	problem?: Problem;
	isLoading: boolean;
	reload: () => void;
}

interface QueryOptions {
	/** Milliseconds after which it is read again, while the page is visible. */
	every?: number;
}

/** Reads something for a component. @param key what the answer depends on: a change of it reads again @param read undefined reads nothing */
export function useQuery<Data>(
	key: string,
	read: ((signal: AbortSignal) => Promise<Data>) | undefined,
	{ every }: QueryOptions = {},
): Loaded<Data> {
	const [state, setState] = useState<{ key: string; data?: Data; problem?: Problem; isLoading: boolean }>({ key, isLoading: true });
	const [turn, setTurn] = useState(0);
	const current = useRef(read);
	current.current = read;
	useEffect(() => {
		if (!current.current) return;
		const gone = new AbortController();
		setState((before) => ({ ...(before.key === key ? before : { key }), isLoading: true }));
		current
			.current(gone.signal)
			.then((data) => setState({ key, data, isLoading: false }))
			.catch((fault: unknown) => {
				if (!gone.signal.aborted) setState((before) => ({ ...before, key, problem: toProblem(fault), isLoading: false }));
			});
		return () => gone.abort();
	}, [key, turn, read === undefined]);
	useEffect(() => {
		if (every === undefined) return;
		const timer = setInterval(() => document.hidden || setTurn((before) => before + 1), every);
		return () => clearInterval(timer);
	}, [every]);
	const { data, problem, isLoading } = state.key === key ? state : { isLoading: true };
	return { data, problem, isLoading, reload: () => setTurn((before) => before + 1) };
}
