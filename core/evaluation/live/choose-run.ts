import { hash } from 'node:crypto';

/** Chooses the share of live runs that are judged: the same run on every machine, and not predictable. */
export function isChosen(run: string, share: number): boolean {
	return Number.parseInt(hash('sha256', `judged ${run}`).slice(0, 8), 16) / 2 ** 32 < share;
}
