import type { Run } from '../run/run';
import { listPassages } from '../run/found-passages';
import { speaksToCustomer } from '../team/caller';
import { promisesPerson } from './promises-person';

/** Returns whether a reply promises the customer a person though no call of the run changed anything and no person was asked. */
export async function owesPerson(run: Run, reply: string): Promise<boolean> {
	const { trail, parts } = run;
	if (!speaksToCustomer(run) || parts.definition.output) return false;
	const results = trail.entries.flatMap((entry) => (entry.kind === 'tool-finished' ? [entry.text] : []));
	if (!promisesPerson(reply, [...listPassages(run).map(({ text }) => text), ...results])) return false;
	return !trail.entries.some(({ kind }) => kind === 'decision') && !(await hasChanged(run));
}

/** A call that changed something may have told somebody. */
async function hasChanged({ trail, toolbox, parts: { members = [] } }: Run): Promise<boolean> {
	const called = trail.entries.flatMap((entry) => (entry.kind === 'tool-finished' && entry.outcome === 'ok' ? [entry.tool] : []));
	const reaches = await Promise.all(
		called.map(async (name) => {
			const member = members.find(({ tool }) => tool.name === name);
			return member ? ((await member.reach?.())?.effect ?? 'irreversible') : toolbox?.byName.get(name)?.effect;
		}),
	);
	return reaches.some((effect) => effect !== undefined && effect !== 'reads');
}
