import type { Passage } from '../../../ports/knowledge/passages';
import type { Run } from '../run/run';

export function listPassages({ trail }: Pick<Run, 'trail'>): Passage[] {
	const listed: Passage[] = [];
	for (const entry of trail.entries) {
		if (entry.kind === 'prepared') listed.push(...entry.passages);
		if (entry.kind === 'tool-finished')
			for (const [place, one] of (entry.found?.passages ?? []).entries()) listed[entry.found!.from - 1 + place] = one;
	}
	return listed;
}
