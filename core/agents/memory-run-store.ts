import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../ports/host';
import type { RunStore } from '../ports/runs/runs';
import { runTaken } from '../ports/runs/run-taken';

interface StoredRun {
	trail: unknown[];
	holder: string | null;
	leasedUntil: number;
	touchedAt: number;
}

/** Max runs of a process without a state folder; removes the oldest first. */
const maxRuns = 1_000;

/** Stores trails in memory, for hosts without a state folder and for tests. */
export function createMemoryRunStore(clock: Clock = systemClock): RunStore {
	const runs = new Map<string, StoredRun>();
	const claims = new Map<string, { by: string; isStored: boolean; at: number }>();
	const held = (runId: string, holder: string): StoredRun => {
		const run = runs.get(runId);
		if (run?.holder !== holder) throw runTaken(runId);
		return run;
	};
	const id = randomUUID();
	return {
		identity: async () => id,
		async open(runId, holder, leaseMs) {
			const now = clock.now();
			const run = runs.get(runId) ?? { trail: [], holder: null, leasedUntil: 0, touchedAt: now };
			if (run.holder !== null && run.holder !== holder && run.leasedUntil > now) throw runTaken(runId, run.leasedUntil - now);
			runs.set(runId, Object.assign(run, { holder, leasedUntil: now + leaseMs, touchedAt: now }));
			forgetOldest(runs);
			return structuredClone(run.trail);
		},
		async append(runId, holder, entries, { from, leaseMs }) {
			const run = held(runId, holder);
			run.trail.splice(from, entries.length, ...structuredClone(entries));
			run.touchedAt = clock.now();
			run.leasedUntil = run.touchedAt + leaseMs;
		},
		async release(runId, holder) {
			const run = runs.get(runId);
			if (run?.holder === holder) run.holder = null;
		},
		async first(runId) {
			return structuredClone(runs.get(runId)?.trail[0]);
		},
		async claim(name, by, isStored) {
			const claim = claims.get(name) ?? { by, isStored, at: clock.now() };
			claims.set(name, claim);
			if (claim.by === by) return 'ours';
			return claim.isStored ? 'shared' : 'taken';
		},
		// Nobody can ask this process for a run by its id.
		suspend: () => Promise.resolve(),
		settle: () => Promise.resolve(),
		async clean(before) {
			const old = [...runs].filter(([, { touchedAt }]) => touchedAt < before);
			for (const [runId] of old) runs.delete(runId);
			for (const [name, { at }] of claims) if (at < before) claims.delete(name);
			return old.length;
		},
	};
}

function forgetOldest(runs: Map<string, StoredRun>): void {
	for (const [runId, { holder }] of runs) {
		if (runs.size <= maxRuns) return;
		if (holder === null) runs.delete(runId);
	}
}
