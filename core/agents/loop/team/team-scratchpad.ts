import { foldNotes, type Scratchpad } from '../../../teams/scratchpad';
import type { Run } from '../run/run';
import { listCallers } from './caller';

/** Returns the scratchpad of the first agent of the team that has one. It lies in that agent's trail. */
export function findScratchpad(run: Run): Scratchpad | undefined {
	const owner = [...listCallers(run).toReversed(), run].find(({ parts }) => parts.definition.tools?.scratchpad);
	if (!owner) return undefined;
	const { trail, context, parts } = owner;
	const listNotes = () => trail.entries.flatMap((entry) => (entry.kind === 'noted' ? [entry] : []));
	return {
		settings: parts.definition.tools!.scratchpad!,
		read: () =>
			Promise.all(foldNotes(listNotes()).map(async ({ name, text, by }) => ({ name, text: await context.vault.restore(text), by }))),
		async write({ name, text, by }) {
			const masked = (await context.vault.mask(text)).text;
			trail.write('noted', { callId: String(listNotes().length + 1), name, text: masked, by });
		},
	};
}
