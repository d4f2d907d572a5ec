import type { PlanTree } from '../tree/plan-tree';
import { caseWords, describeTarget } from './case-words';
import { isOptional, listTargets, type Target } from './targets';
import type { WrittenCases } from './write-cases';

export function listMissed(tree: PlanTree, { ways, missed }: WrittenCases): Record<'missed' | 'optional', string[]> {
	const words = caseWords[tree.language];
	const tell = (target: Target): string => {
		const name = describeTarget(target, tree.language);
		const [why, fix] = words.reasons[missed.find(({ path }) => path === target.path)?.reason ?? 'noWay'];
		return isOptional(target) ? `${name}: ${why}.` : `${name}: ${why}. ${fix}`;
	};
	const gone = new Set([...ways.values()].flat());
	const targets = listTargets(tree).filter(({ path }) => !gone.has(path));
	return { missed: targets.filter((one) => !isOptional(one)).map(tell), optional: targets.filter(isOptional).map(tell) };
}
