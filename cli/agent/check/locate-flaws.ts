import type { Flaw } from '../../../core/agents/check/flow-rules';
import { locateFields, type TextPlace } from '../../../core/base/text/json/locate-field';
import { readTextFile } from '../../terminal/read-text-file';

export interface LocatedFlaw extends Flaw {
	/** The file of the agent that it is in; absent for a published one. */
	path?: string;
	place?: TextPlace;
}

/** Adds to findings where they are. @param files of the agents, by their ids */
export async function locateFlaws(flaws: readonly Flaw[], files: ReadonlyMap<string, string>): Promise<LocatedFlaw[]> {
	const finders = new Map<string, ReturnType<typeof locateFields>>();
	return Promise.all(
		flaws.map(async (flaw) => {
			const path = files.get(flaw.agent);
			if (path === undefined) return flaw;
			const finder = finders.get(path) ?? readTextFile(path).then(locateFields);
			finders.set(path, finder);
			return { ...flaw, path, place: (await finder)(flaw.where.split('.')) };
		}),
	);
}
