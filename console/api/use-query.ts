import { useEffect, useRef, useState } from 'preact/hooks';
import { type Problem, toProblem } from './problem';

export interface Loaded<Data> {
	data?: Data;
	problem?: Problem;
	isLoading: boolean;
	reload: () => void;
}

interface QueryOptions {
	/** Polling interval in milliseconds, while the page is visible. */
	every?: number;
}

/** Reads data for a component. @param key a change of it reads again @param read undefined reads nothing */
export function useQuery<Data>(
	key: string,
	read: ((signal: AbortSignal) => Promise<Data>) | undefined,
	{ every }: QueryOptions = {},
): Loaded<Data> {
	const [state, setState] = useState<{ key: string; data?: Data; problem?: Problem; isLoading: boolean }>({ key, isLoading: true });
	const [turn, setTurn] = useState(0);
	const current = useRef(read);
	current.current = read;
	// A running request is not restarted: on a slow link, none would end.
	const reading = useRef({ isOn: false, isWantedAgain: false });
	const readAgain = () => {
		if (reading.current.isOn) reading.current.isWantedAgain = true;
		else setTurn((before) => before + 1);
	};
	useEffect(() => {
		if (!current.current) return;
		const gone = new AbortController();
		reading.current = { isOn: true, isWantedAgain: false };
		setState((before) => ({ ...(before.key === key ? before : { key }), isLoading: true }));
		void current
			.current(gone.signal)
			.then((data) => setState({ key, data, isLoading: false }))
			.catch((fault: unknown) => {
				if (!gone.signal.aborted) setState((before) => ({ ...before, key, problem: toProblem(fault), isLoading: false }));
			})
			.finally(() => {
				if (gone.signal.aborted) return;
				const { isWantedAgain } = reading.current;
				reading.current = { isOn: false, isWantedAgain: false };
				if (isWantedAgain) readAgain();
			});
		return () => gone.abort();
	}, [key, turn, read === undefined]);
	useEffect(() => {
		if (every === undefined) return;
		const timer = setInterval(() => document.hidden || reading.current.isOn || readAgain(), every);
		return () => clearInterval(timer);
	}, [every]);
	const { data, problem, isLoading } = state.key === key ? state : { isLoading: true };
	return { data, problem, isLoading, reload: readAgain };
}
