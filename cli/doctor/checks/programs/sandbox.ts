import type { MachineMeasurement } from '../../../../sandbox/run/measured-machine';
import { failBy, ok, skipped, warn, type Check, type Finding } from '../../check';

/** Shows the last results of the probes: running them takes a minute and leaves bait in the home. */
export const sandboxCheck: Check = {
	id: 'sandbox',
	looksAt: 'the level at which the sandbox isolates code here, and whether this Node and koffi are fit for L0+',
	async look({ home, nowMs, packageFolder }) {
		const { findMeasurement } = await import('../../../../sandbox/run/measured-machine');
		const measurement = await findMeasurement(home, new Date(nowMs));
		return [measurement ? await describeMeasured(measurement) : await describeParts(home, packageFolder)];
	},
};

async function describeMeasured({ measured, measuredAt }: MachineMeasurement): Promise<Finding> {
	const [{ findHighest }, { isAtLeast }] = await Promise.all([
		import('../../../../sandbox/probes/measure-levels'),
		import('../../../../sandbox/levels/level'),
	]);
	const reached = findHighest(measured);
	const text = `This machine isolates code at level ${reached} (measured at ${measuredAt}).`;
	if (isAtLeast(reached, 'L0+')) return ok(text);
	const { blocker = '', fix = 'Run troupe sandbox check.' } = measured.find(({ level }) => level === 'L0+') ?? {};
	return warn(`${text} Code of others needs L0+: ${blocker}`, fix);
}

async function describeParts(home: string, packageFolder: string): Promise<Finding> {
	if (process.platform !== 'linux') return skipped('Levels above L0 need Linux: code of others does not run on this machine.');
	const version = process.versions.node;
	const [{ keepsItsPermissions, newerNode }, { findKoffi }, { findBubblewrap }] = await Promise.all([
		import('../../../../sandbox/levels/node-versions'),
		import('../../../../sandbox/levels/kernel/find-koffi'),
		import('../../../../sandbox/levels/l1-bubblewrap'),
	]);
	if (!keepsItsPermissions(version))
		return warn(
			`Node ${version} does not stop all that L0 and L0+ have to stop: code of others does not run, except where L1 works.`,
			newerNode,
		);
	try {
		findKoffi(home, packageFolder);
	} catch (error) {
		const { text, fix } = failBy(error);
		return warn(`${text} Code of others, which needs L0+, does not run.`, fix!);
	}
	return ok(
		`Node ${version} and koffi are fit for L0+${findBubblewrap() ? ', and bubblewrap is installed for L1' : ''}. To measure: troupe sandbox check.`,
	);
}
