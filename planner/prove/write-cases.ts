import { loadFeel } from '../../bpmn/feel';
import { type Clock, systemClock } from '../../core/ports/host';
import type { PlanCase, Proof } from '../plan';
import { canFail, type PlanTree } from '../tree/plan-tree';
import { findBoundary, findPerson, readBuilt, type BuiltProcess } from './built-process';
import { caseWords, describeTarget, type MissReason } from './case-words';
import { type ExpectedInput, expectInputs } from './expect-inputs';
import { ValueFinder } from './find-values';
import { findWay } from './find-way';
import { AnswerCount, type RecordedValues } from './recordings/recorded-answers';
import { Search } from './search';
import { writeStandIns } from './stand-ins';
import { listTargets, type Target } from './targets';
import type { Walked } from './walk/walked';
import { writeCase } from './write-case';

const maxCases = 200;

/** Reason why a way has no case. */
interface Missed {
	path: string;
	reason: MissReason;
}

export interface WrittenCases {
	cases: PlanCase[];
	/** Ways that each case goes, by its name. */
	ways: Map<string, string[]>;
	/** Variables that the jobs of each case have to be given, by its name. */
	inputs: Map<string, ExpectedInput[]>;
	missed: Missed[];
	answers: NonNullable<Proof['answers']>;
}

type Files = Array<{ name: string; content: string }>;

/** Writes a case for each way of a plan that no case before it goes. @param now for dates @param files the process that was built of the tree */
export async function writeCases(
	tree: PlanTree,
	files: Files,
	now: number,
	signal: AbortSignal,
	{ clock = systemClock, recorded = new Map() }: { clock?: Clock; recorded?: ReadonlyMap<string, RecordedValues[]> } = {},
): Promise<WrittenCases> {
	const search = new Search(clock, signal);
	const finder = new ValueFinder(await loadFeel('8.6'), now, search, recorded);
	const answers = new AnswerCount(recorded);
	const built = await readBuilt(files);
	const names = [...files, ...writeStandIns(tree)].map(({ name }) => name);
	const written = { cases: [], ways: new Map(), inputs: new Map(), missed: [] } satisfies Partial<WrittenCases> as Omit<
		WrittenCases,
		'answers'
	>;
	const add = (walked: Walked, name: string, reaches: string): void => {
		const unique = written.ways.has(name) ? `${name} (${written.cases.length + 1})` : name;
		const script = writeCase(tree, walked, built, finder);
		written.cases.push({ name: unique, reaches, case: { name: unique, engine: '8.6', files: names, ...script } });
		for (const act of walked.acts)
			if (act.kind === 'task' && canFail(act.step) && !act.ends) answers.add(act, finder.valuesOf(act.writes, walked.values));
		written.inputs.set(unique, expectInputs(walked, finder));
		written.ways.set(unique, [...new Set(walked.ways.map(({ path }) => path))]);
	};
	const usual = await findWay(tree, undefined, finder, search);
	if (typeof usual === 'object') add(usual, caseWords[tree.language].usual, '/do');
	for (const target of listTargets(tree)) {
		if ([...written.ways.values()].some((paths) => paths.includes(target.path))) continue;
		const miss = (reason: MissReason): number => written.missed.push({ path: target.path, reason });
		if (written.cases.length >= maxCases) miss('tooMany');
		else if (!isCaught(target, built)) miss('noBoundary');
		else {
			const walked = await findWay(tree, target, finder, search);
			if (typeof walked === 'object') add(walked, describeTarget(target, tree.language), target.path);
			else miss(walked === undefined ? 'noWay' : walked === 'time' ? 'noTime' : 'noEnd');
		}
	}
	return { ...written, answers: answers.all };
}

/** Errors and deadlines of a step need an event of the process that takes them. */
function isCaught({ kind, block }: Target, built: BuiltProcess): boolean {
	if (kind === 'person') return ('onError' in block && block.onError !== undefined) || findPerson(built, block.id) !== undefined;
	return !['deadline', 'error'].includes(kind) || findBoundary(built, block.id, kind === 'error' ? 'error' : 'timer') !== undefined;
}
