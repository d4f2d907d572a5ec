import type { Run } from '../run/run';
import type { TrailEntry } from './trail-entry';

export function listBefore({ trail: { entries } }: Pick<Run, 'trail'>, callId: string): TrailEntry[] {
	const asked = entries.findIndex((entry) => entry.kind === 'model' && entry.response?.toolCalls?.some(({ id }) => id === callId));
	return asked < 0 ? entries : entries.slice(0, asked);
}
