import type { PlanTree } from '../tree/plan-tree';
import { caseWords, describeTarget } from './case-words';
import { isOptional, listTargets, type Target } from './targets';
import type { WrittenCases } from './write-cases';

const maxNames = 3;

/** Tells which ways no case went to its end: those that have to be gone, with what to do, and those that need not be. */
export function listMissed(
	tree: PlanTree,
	{ cases, ways, missed }: WrittenCases,
	reached: ReadonlySet<string>,
): Record<'missed' | 'optional', string[]> {
	const words = caseWords[tree.language];
	const tell = (target: Target): string => {
		const name = describeTarget(target, tree.language);
		const failed = cases.flatMap((one) => (ways.get(one.name)?.includes(target.path) ? [one.name] : []));
		if (failed.length > 0) return `${name}: ${words.failed(failed.slice(0, maxNames).join('; '))}.`;
		const [why, fix] = words.reasons[missed.find(({ path }) => path === target.path)?.reason ?? 'noWay'];
		return isOptional(target) ? `${name}: ${why}.` : `${name}: ${why}. ${fix}`;
	};
	const targets = listTargets(tree).filter(({ path }) => !reached.has(path));
	return { missed: targets.filter((one) => !isOptional(one)).map(tell), optional: targets.filter(isOptional).map(tell) };
}
