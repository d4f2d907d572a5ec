import { useEffect, useState } from 'preact/hooks';
import type { ElementInstance } from './engine';
import { listMoments, type Moment } from './replay-moments';

const stepMs = 1_000;
const calmStepMs = 2_500;

export interface Replay {
	/** Moments at the start: the instance may continue meanwhile. */
	moments: readonly Moment[];
	position: number;
	isPlaying: boolean;
	goTo: (position: number) => void;
	toggle: () => void;
	close: () => void;
}

/** `replay` is absent before its start. */
export function useReplay(elements: readonly ElementInstance[]): { replay?: Replay; begin: () => void } {
	const [moments, setMoments] = useState<readonly Moment[]>();
	const [position, setPosition] = useState(0);
	const [isPlaying, setPlaying] = useState(false);
	const isOver = moments !== undefined && position >= moments.length;
	useEffect(() => {
		if (!isPlaying) return;
		if (isOver) return setPlaying(false);
		const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
		const timer = setTimeout(() => setPosition(position + 1), isCalm ? calmStepMs : stepMs);
		return () => clearTimeout(timer);
	}, [isPlaying, position, isOver]);
	const begin = () => {
		setMoments(listMoments(elements));
		setPosition(0);
	};
	if (!moments) return { begin };
	const goTo = (to: number) => {
		setPlaying(false);
		setPosition(Math.min(moments.length, Math.max(0, to)));
	};
	const toggle = () => {
		if (isOver && !isPlaying) setPosition(0);
		setPlaying(!isPlaying);
	};
	const close = () => {
		setPlaying(false);
		setMoments(undefined);
	};
	return { begin, replay: { moments, position, isPlaying, goTo, toggle, close } };
}
