import { jobResults } from '../../bpmn/job-types';
import type { Language } from '../../core/base/text/languages';
import type { Candidate } from '../plan';
import type { AgentStep, Fault, Field, HttpStep, NodeStep, PlanTree, Task, UnsupportedStep } from '../tree/plan-tree';
import type { Doer, DoerSources } from './doer';
import { faultOf } from './fill/fill-faults';
import { fillJobType } from './fill/fill-job-type';
import { fillNode } from './fill/fill-node';
import { listKnown, takesConversation, withConversation, withMessage } from './fill/known-fields';
import { isUntold, tellAgent } from './fill/tell-agent';
import { findCandidates, toCandidate } from './find-candidates';
import { mapTasks, placeTasks } from '../tree/list-tasks';
import { listUnnamed, readNeed, scoreNeed, strongScore } from './score-need';
import { listDetails, listShown } from './show-data';
import { listAlternatives, toWantedNeed } from './unsupported';
import { doerWords } from './words';

type NeedingStep = AgentStep | NodeStep | UnsupportedStep;

const ownReason = (step: NeedingStep): string[] => (step.kind === 'unsupported' && step.reason.trim() !== '' ? [step.reason] : []);

async function giveUp(
	step: NeedingStep,
	needs: string,
	told: string[],
	known: readonly Field[],
	sources: DoerSources,
	language: Language,
): Promise<UnsupportedStep> {
	const { id, name, why, writes, onError, deadline } = step;
	const nobody = doerWords[language].nobody(step.kind === 'agent' ? 'agent' : 'node');
	const own = ownReason(step).flatMap((reason) => reason.replaceAll(nobody, '').trim() || []);
	const shows = listShown(step, known);
	const details = step.kind === 'unsupported' ? (step.details ?? []) : step.kind === 'node' ? listDetails(step.parameters) : [];
	return {
		id,
		name,
		...(why !== undefined && { why }),
		...(writes && { writes }),
		...(onError && { onError }),
		...(deadline && { deadline }),
		kind: 'unsupported',
		needs,
		reason: [...own, ...told, nobody].join(' '),
		alternatives: await listAlternatives(needs, sources, language),
		...(step.kind === 'unsupported' && step.who !== undefined && { who: step.who }),
		...(shows.length > 0 && { shows }),
		...(details.length > 0 && { details }),
	};
}

/** Jobs that say nothing but that they are done: no step after them can read another answer. */
const actsAlone: readonly string[] = ['troupe:hand-over', 'troupe:send'];

/** Checks whether a doer can give a step the values that it sets. */
const canSet = ({ name }: Candidate, writes: readonly Field[] = []): boolean =>
	!actsAlone.includes(name) || writes.every((field) => (jobResults as Record<string, readonly string[]>)[name]?.includes(field.name));

export interface ChosenDoers {
	tree: PlanTree;
	notes: Map<string, Candidate[]>;
	faults: Fault[];
	/** The same by the id of the step. */
	faultsOf: Map<string, Fault[]>;
	supposed: string[];
}

/** Faults that only a person can mend. */
export const rulesForPeople: readonly string[] = ['missing-credential', 'missing-parameter'];

interface Choice {
	task: Task;
	candidates: Candidate[];
	faults: Fault[];
	supposed?: string[];
}

/**
 * Chooses each step's doer among those that signed manifests allow now. Keeps an allowed named one. Without any, the step is `unsupported`,
 * with alternatives, and counts as a wanted tool.
 */
export async function chooseDoers(drawn: PlanTree, sources: DoerSources, language: Language = drawn.language): Promise<ChosenDoers> {
	const tree = withWords(drawn);
	const choices = new Map<string, Choice>();
	for (const { task, path } of placeTasks(tree)) choices.set(path, await chooseDoer(task, { tree, path }, sources, language));
	const chosen = [...choices.values()];
	await noteWanted(chosen, tree, sources);
	const staffed = { ...tree, do: mapTasks(tree.do, '/do', (task, path) => choices.get(path)?.task ?? task) };
	const isOfChannel = takesConversation(staffed);
	return {
		tree: isOfChannel ? withConversation(staffed) : staffed,
		supposed: [...chosen.flatMap(({ supposed = [] }) => supposed), ...(isOfChannel ? [doerWords[language].ofChannel] : [])],
		notes: new Map(chosen.map(({ task, candidates }) => [task.id, candidates])),
		faults: chosen.flatMap(({ faults }) => faults),
		faultsOf: new Map(chosen.map(({ task, faults }) => [task.id, faults])),
	};
}

function withWords(tree: PlanTree): PlanTree {
	const isAsked = placeTasks(tree).some(({ task }) => task.kind === 'agent' && isUntold(task));
	return tree.trigger.kind === 'message' && isAsked ? { ...tree, inputs: withMessage(tree.inputs, tree.language) } : tree;
}

interface TreePlace {
	tree: PlanTree;
	path: string;
}

async function chooseDoer(task: Task, path: TreePlace, sources: DoerSources, language: Language): Promise<Choice> {
	switch (task.kind) {
		case 'agent':
			return chooseFor(task, path, task.agent, sources, language);
		case 'node':
			return chooseFor(task, path, task.node, sources, language);
		case 'unsupported':
			return chooseFor(task, path, undefined, sources, language);
		case 'call':
			return chooseProcess(task, sources, language);
		case 'http':
			return checkCredential(task, path, sources, language);
		default:
			return { task, candidates: [], faults: [] };
	}
}

async function chooseFor(
	step: NeedingStep,
	path: TreePlace,
	name: string | undefined,
	sources: DoerSources,
	language: Language,
): Promise<Choice> {
	const own: Doer['kind'] = step.kind === 'agent' ? 'agent' : 'node';
	const words = doerWords[language];
	const named = name === undefined || step.kind === 'unsupported' ? undefined : await sources.findNamed(own, name);
	const needs = step.needs.trim() === '' ? step.name : step.needs;
	const others = await findOthers(step, needs, named !== undefined, sources, language);
	if (named) {
		const { score, lacks } = scoreNeed(readNeed(needs), named);
		const reasons = [words.named, ...(lacks.length > 0 ? [words.lacks(lacks.join(', '))] : [])];
		const weak = describeWeak(score, lacks, language);
		const candidate = { ...(await toCandidate(named, sources, { score, reasons })), ...weak };
		const candidates = [candidate, ...others.filter((one) => one.kind !== named.kind || sameName(one) !== sameName(named))];
		return fill(assign(step, { ...candidate, name: keepRange(name!, named) }, true), candidates, path, sources, language);
	}
	const told = name === undefined ? [] : [words.notAllowed(name.slice(0, 200))];
	const ranked = await rankByCapability(needs, others, sources, language);
	// A person whom the wish names is not replaced by what may not fit.
	const [best, ...rest] = isForPerson(step) ? ranked.filter(({ weak }) => weak === undefined) : ranked;
	if (!best)
		return { task: await giveUp(step, needs, told, listKnown(path.tree, path.path), sources, language), candidates: [], faults: [] };
	const { candidate, weak, unnamed } = best;
	const chosen = { ...candidate, reasons: [...told, ...candidate.reasons], ...(weak !== undefined && { weak }) };
	const filled = await fill(assign(step, candidate, false), [chosen, ...rest.map((one) => one.candidate)], path, sources, language);
	const said = ownReason(step).map((reason) => words.insteadOf(candidate.name, step.name, reason));
	const took = unnamed.length > 0 ? [words.took(candidate.name, step.name, unnamed.join(', '))] : [];
	return { ...filled, supposed: [...said, ...took] };
}

async function findOthers(
	{ kind, writes }: NeedingStep,
	needs: string,
	isNamed: boolean,
	sources: DoerSources,
	language: Language,
): Promise<Candidate[]> {
	const find = async (kinds: Array<Doer['kind']>) =>
		(await findCandidates(needs, kinds, sources, language)).filter((one) => canSet(one, writes));
	if (kind === 'unsupported') return find(['agent', 'node']);
	const own = await find([kind]);
	return own.length > 0 || isNamed ? own : find([kind === 'agent' ? 'node' : 'agent']);
}

const isForPerson = (step: NeedingStep): boolean => step.kind === 'unsupported' && step.who !== undefined;

function describeWeak(score: number, lacks: readonly string[], language: Language): Pick<Candidate, 'weak'> {
	return score >= strongScore || lacks.length === 0 ? {} : { weak: doerWords[language].saysNothing(lacks.join(', ')) };
}

interface Fitting {
	candidate: Candidate;
	/** Words that none of its capabilities names, where an agent was found by its description. */
	unnamed: string[];
	weak?: string;
}

/** Orders candidates by capability before prose, and says of each why it may not fit. */
async function rankByCapability(needs: string, found: readonly Candidate[], sources: DoerSources, language: Language): Promise<Fitting[]> {
	const need = readNeed(needs);
	const fitting = await Promise.all(
		found.map(async (candidate): Promise<Fitting> => {
			const doer = await sources.findNamed(candidate.kind, candidate.name);
			if (!doer) return { candidate, unnamed: [] };
			const unnamed = listUnnamed(needs, doer);
			if (unnamed.length > 0) return { candidate, unnamed, weak: doerWords[language].namesNone(unnamed.join(', ')) };
			return { candidate, unnamed, ...describeWeak(candidate.score, scoreNeed(need, doer).lacks, language) };
		}),
	);
	return [...fitting.filter(({ unnamed }) => unnamed.length === 0), ...fitting.filter(({ unnamed }) => unnamed.length > 0)];
}

const sameName = ({ name }: Pick<Candidate, 'name'>): string => name.split('@')[0]!;

/** A range that the step has stays. */
const keepRange = (name: string, { name: own, kind }: Doer): string =>
	kind === 'agent' && name.includes('@') ? name.replace(/^registry:/, '') : own;

/** @param isNamed the step named it, so that its parameters are those of the candidate */
function assign(step: NeedingStep, { kind, name }: Candidate, isNamed: boolean): AgentStep | NodeStep {
	const { id, name: title, why, writes, onError, deadline, needs } = step;
	const common = {
		id,
		name: title,
		...(why !== undefined && { why }),
		...(writes && { writes }),
		...(onError && { onError }),
		...(deadline && { deadline }),
		needs,
		...('reads' in step && step.reads && { reads: step.reads }),
	};
	if (kind === 'agent')
		return { ...common, kind: 'agent', agent: name, ...(step.kind === 'agent' && step.message !== undefined && { message: step.message }) };
	const { parameters, credentials } = step.kind === 'node' && isNamed ? step : { parameters: undefined, credentials: undefined };
	return { ...common, kind: 'node', node: name, ...(parameters && { parameters }), ...(credentials && { credentials }) };
}

async function fill(
	task: AgentStep | NodeStep,
	candidates: Candidate[],
	{ tree, path }: TreePlace,
	sources: DoerSources,
	language: Language,
): Promise<Choice> {
	const known = listKnown(tree, path);
	if (task.kind === 'agent') return { task: tellAgent(task, known), candidates, faults: [] };
	const incoming = tree.trigger.kind === 'message' ? tree.inputs.map(({ name }) => name) : [];
	const place = { path, known, words: doerWords[language], incoming };
	if (task.node!.startsWith('troupe:')) {
		const { step, faults } = fillJobType(task, place);
		return { task: step, candidates, faults };
	}
	const description = await sources.describeNode(task.node!);
	if (!description) return { task, candidates, faults: [] };
	const filled = await fillNode(task, description, place, async (type) => sources.credentialsOf?.(type));
	return { task: filled.step, candidates, faults: filled.faults };
}

/** A missing credential is asked for, never replaced: it decides in whose name the step acts. */
async function checkCredential(task: HttpStep, { path }: TreePlace, sources: DoerSources, language: Language): Promise<Choice> {
	const { credential, needsCredential = false } = task;
	const stored = credential === undefined && !needsCredential ? undefined : await sources.credentialsOf?.();
	const isOpen = credential === undefined ? needsCredential : stored?.includes(credential) === false;
	if (!isOpen) return { task, candidates: [], faults: [] };
	const words = doerWords[language];
	const offered = stored?.slice(0, 20) ?? [];
	const told =
		credential === undefined
			? words.anyCredential(task.name, offered)
			: words.storedCredential(task.name, credential.slice(0, 100), offered);
	return { task, candidates: [], faults: [faultOf('missing-credential', path, 'credential', told)] };
}

async function chooseProcess(task: Extract<Task, { kind: 'call' }>, sources: DoerSources, language: Language): Promise<Choice> {
	const words = doerWords[language];
	const known = await sources.findNamed('process', task.process);
	if (known) {
		const candidate = await toCandidate(known, sources, { score: 1, reasons: [words.named] });
		return { task, candidates: [candidate], faults: [] };
	}
	const { inputs: _inputs, process, ...rest } = task;
	const reason = words.unknownProcess(process.slice(0, 200));
	const alternatives = await listAlternatives(task.name, sources, language);
	return { task: { ...rest, kind: 'unsupported', needs: task.name, reason, alternatives }, candidates: [], faults: [] };
}

/** Counts each need once. */
async function noteWanted(choices: readonly Choice[], { id }: PlanTree, sources: DoerSources): Promise<void> {
	const wanted = choices.flatMap(({ task }) => (task.kind === 'unsupported' ? [toWantedNeed(task.needs)] : []));
	for (const need of new Set(wanted)) if (need !== '') await sources.noteWanted?.(need, id);
}
