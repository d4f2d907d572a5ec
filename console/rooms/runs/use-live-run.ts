import { useEffect, useRef, useState } from 'preact/hooks';
import { useStream } from '../../api/follow';
import type { StreamState } from '../../api/stream';
import type { ShownRun } from './run';
import { runWords as words } from './run-words';

const followed = [
	...['started', 'model-started', 'model-part', 'model-withdrawn', 'model-finished', 'model-failed', 'tool-started', 'tool-finished'],
	...['searched', 'guardrail', 'suspended', 'decided', 'finished', 'answer', 'gap'],
];
const settleMs = 250;

interface Live {
	activity?: string;
	writing: string;
}

interface Followed extends Live {
	stream: StreamState;
}

const quiet: Live = { writing: '' };

/** Follows a live run: its activity, and each step once stored. */
export function useLiveRun(runId: string, state: ShownRun['state'] | undefined, reload: () => void): Followed {
	const [live, setLive] = useState<Live>(quiet);
	const [hasEnded, setEnded] = useState(false);
	const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
	// A run that continues after a decision is followed again.
	useEffect(() => {
		setEnded(false);
		setLive(quiet);
	}, [state]);
	useEffect(() => () => clearTimeout(timer.current), []);
	const isAtWork = state === 'running' && !hasEnded;
	const stream = useStream(isAtWork ? `runs/${encodeURIComponent(runId)}/events` : undefined, followed, ({ event, data }) => {
		setLive((before) => follow(before, event, data ?? {}));
		if (event === 'answer') setEnded(true);
		if (event === 'model-part' || event === 'model-started') return;
		clearTimeout(timer.current);
		timer.current = setTimeout(reload, settleMs);
	});
	return { ...(isAtWork ? { ...live, activity: live.activity ?? words('thinking') } : quiet), stream };
}

interface EventData {
	tool?: string;
	text?: string;
	toolCalls?: number;
	team?: { agent: string };
}

function follow(before: Live, event: string, { tool, text = '', toolCalls = 0, team }: EventData): Live {
	const who = team ? `${team.agent}: ` : '';
	switch (event) {
		case 'model-part':
			return team ? before : { activity: words('writing'), writing: (before.writing + text).slice(-maxText) };
		case 'model-withdrawn':
			return { ...before, writing: '' };
		case 'tool-started':
			return { activity: who + words('calling', tool ?? ''), writing: '' };
		case 'model-finished':
			return { ...before, activity: who + words(toolCalls > 0 ? 'callingTools' : 'writing') };
		case 'suspended':
			return { activity: words('waitingNow'), writing: '' };
		case 'answer':
		case 'finished':
			return { ...before, activity: words('writing') };
		default:
			return { ...before, activity: who + words('thinking') };
	}
}

const maxText = 20_000;
