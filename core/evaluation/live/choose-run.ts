import { hash } from 'node:crypto';

/** Whether a run is in the share of live runs that are judged. The same for one run on every machine, and nobody can tell beforehand. */
export function isChosen(run: string, share: number): boolean {
	return Number.parseInt(hash('sha256', `judged ${run}`).slice(0, 8), 16) / 2 ** 32 < share;
}
