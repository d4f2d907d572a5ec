import { useEffect, useState } from 'preact/hooks';
import { call } from '../../api/call';
import type { ShownRun } from './run';

/** Unattended text does not stay on a screen. */
const shownMs = 5 * 60_000;

interface Revealed {
	run: ShownRun;
	/** ISO 8601. */
	at: string;
}

export interface Revealing {
	/** Absent while masked. */
	revealed?: Revealed;
	reveal: (reason: string) => Promise<void>;
	hide: () => void;
}

export function useRevealed(runId: string): Revealing {
	const [revealed, setRevealed] = useState<Revealed>();
	const hide = () => setRevealed(undefined);
	useEffect(() => hide, [runId]);
	useEffect(() => {
		if (!revealed) return;
		const timer = setTimeout(hide, shownMs);
		// The browser keeps a page that one leaves, and shows it again.
		addEventListener('pagehide', hide);
		return () => {
			clearTimeout(timer);
			removeEventListener('pagehide', hide);
		};
	}, [revealed]);
	const reveal = async (reason: string) => {
		const run = await call<ShownRun>(`POST runs/${encodeURIComponent(runId)}/reveal`, { body: { reason } });
		setRevealed({ run, at: new Date().toISOString() });
	};
	return { ...(revealed?.run.runId === runId && { revealed }), reveal, hide };
}
