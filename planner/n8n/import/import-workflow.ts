import { TroupeError } from '../../../core/base/errors';
import type { Language } from '../../../core/base/text/languages';
import { hideInShort } from '../../../core/guardrails/masking/hide-in-short';
import type { Block, Trigger } from '../../tree/plan-tree';
import { openExpressions } from './expressions';
import { FlowGraph } from './flow-graph';
import type { ImportedNode, ImportedWorkflow } from './imported-workflow';
import { Items } from './items';
import { isTrigger, shortType } from './node-types';
import { declareForm } from './steps/human-step';
import { becomes, isPartOf } from './steps/kinds';
import type { ImportAnswers, StepTools } from './steps/tools';
import { readRounds } from './read-rounds';
import { structure } from './structure';
import { findBeginning, listTriggers, toTrigger } from './triggers';
import { Variables } from './variables';
import type { ImportWords } from './import-words';
import { importWords } from './words';
import { BlockWriter } from './write-blocks';

/** A workflow as a plan, and what a person has to know. */
export interface Imported {
	/** As a model would write it: it is read and checked as such a tree. */
	tree: object;
	/** Nodes that can begin the plan, the chosen one first. */
	triggers: string[];
	/** What has to be known of nodes, in sentences. */
	said: Array<{ node: string; text: string }>;
	/** What has to be known of the whole. */
	whole: string[];
	/** Nodes by the id of the block that was made of them. */
	nodes: Map<string, string>;
	/** Kinds of the blocks that were made of each node. */
	made: Map<string, Block['kind']>;
	/** Why nodes are steps by hand. */
	reasons: Map<string, string>;
	/** Names of the variables that each node reads. */
	reads: Map<string, string[]>;
	/** Nodes with a loop without a limit, a person, a message, or a credential. */
	asks: Record<'rounds' | 'who' | 'key' | 'credential', string[]>;
}

const usualRounds = 10;
const usualKey = 'id';

/** Reads the answers to what a workflow does not say; an empty or another one takes what is usual. */
export function readAnswers(answers: Record<string, string>, words: ImportWords): ImportAnswers {
	const credential = answers.credential?.trim();
	return {
		...(answers.trigger !== undefined && { trigger: answers.trigger }),
		rounds: readRounds(answers.rounds ?? '') ?? usualRounds,
		who: answers.who?.trim() || words.team,
		key: answers.key?.trim().slice(0, 60) || usualKey,
		...(credential && credential !== words.questions.none && { credential: credential.slice(0, 100) }),
	};
}

/**
 * Turns a workflow into the tree of a plan. Each node becomes a block, is left out because it does nothing in a plan, or is a step by hand with the
 * reason: nothing is dropped without a word.
 * @param refused reasons by the nodes that a check refused, which become steps by hand
 * @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE
 */
export async function importWorkflow(
	workflow: ImportedWorkflow,
	language: Language,
	answered: Record<string, string>,
	refused?: ReadonlyMap<string, string>,
): Promise<Imported> {
	const words = importWords[language];
	const answers = readAnswers(answered, words);
	const graph = new FlowGraph(workflow);
	const triggers = listTriggers(workflow, graph);
	const chosen = triggers.find(({ name }) => name === answers.trigger) ?? triggers[0];
	const begins = chosen ?? findBeginning(workflow, graph);
	const said: Imported['said'] = [];
	const say = (node: ImportedNode, text: string): void => {
		if (!said.some((one) => one.text === text)) said.push({ node: node.name, text });
	};
	const { trigger, problem } = toTrigger(chosen);
	const expressions = await openExpressions();
	const items = new Items(graph, expressions, new Variables(), chosen?.name);
	if (chosen && shortType(chosen) === 'formTrigger') declareForm(chosen, items.variables);
	const tools: StepTools = { workflow, items, expressions, words, answers, say };
	const writer = new BlockWriter(tools, refused);
	const flows = begins ? structure(graph, begins.name) : [];
	const blocks = writer.writeAll(flows);
	if (blocks.length === 0) throw nothingToDo(begins);
	if (chosen && problem) say(chosen, problem === 'schedule' ? words.noSchedule(chosen.name) : words.oneSchedule(chosen.name));
	if (chosen && trigger.kind === 'message') say(chosen, words.message(chosen.name, trigger.name));
	for (const node of workflow.nodes) if (node.secrets) say(node, words.secret(node.name, node.secrets.join(', ')));
	const names = [...new Set([chosen, ...triggers].flatMap((node) => (node ? [node.name] : [])))];
	return {
		tree: {
			...{ name: workflow.name, purpose: words.purpose(workflow.name), language, trigger: trigger satisfies Trigger },
			...{ inputs: chosen ? items.variables.listFields(chosen.name) : [], do: blocks },
		},
		...{ triggers: names, said, whole: sayWhole(workflow, graph, begins, names, words) },
		nodes: new Map(writer.made.map(({ block, node }) => [block.id, node.name])),
		made: new Map([...writer.made].reverse().map(({ block, node }) => [node.name, block.kind])),
		reasons: new Map(writer.made.flatMap(({ block, node }) => (block.kind === 'unsupported' ? [[node.name, block.reason]] : []))),
		reads: new Map(workflow.nodes.map(({ name }) => [name, [...(items.reads.get(name) ?? [])]])),
		asks: listAsks(writer.made),
	};
}

const nothingToDo = (begins: ImportedNode | undefined): TroupeError =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `Nothing that becomes a step of a plan follows "${hideInShort(begins?.name ?? '')}" in the workflow.`,
		fix: 'Connect its nodes in the editor of n8n, and export it again.',
	});

function listAsks(made: BlockWriter['made']): Imported['asks'] {
	const pick = (test: (block: Block, node: ImportedNode) => boolean): string[] => [
		...new Set(made.filter(({ block, node }) => test(block, node)).map(({ node }) => node.name)),
	];
	return {
		rounds: pick((block) => block.kind === 'loop' && block.until !== undefined && block.onLimit?.[0]?.kind === 'end'),
		who: pick((block) => block.kind === 'human'),
		key: pick((block) => block.kind === 'event' && block.waits.some(({ on }) => on.kind === 'message')),
		credential: pick((block, node) => block.kind === 'http' && (node.credentials.length > 0 || node.secrets !== undefined)),
	};
}

function sayWhole(
	workflow: ImportedWorkflow,
	graph: FlowGraph,
	begins: ImportedNode | undefined,
	[chosen = '', ...others]: string[],
	{ whole }: ImportWords,
): string[] {
	const reached = begins ? graph.reach(begins.name) : new Set<string>();
	const isLoose = (node: ImportedNode): boolean => !reached.has(node.name) && !isPartOf(node, workflow.ways);
	const behindOthers = new Set(others.flatMap((name) => [...graph.reach(name)]));
	const list = (nodes: ImportedNode[]): string =>
		nodes
			.slice(0, 30)
			.map(({ name }) => name)
			.join(', ');
	const unreached = workflow.nodes.filter((node) => isLoose(node) && !node.isDisabled && !behindOthers.has(node.name) && !isTrigger(node));
	const disabled = workflow.nodes.filter((node) => node.isDisabled && !isPartOf(node, workflow.ways));
	const sets = workflow.nodes.filter(
		(node) => reached.has(node.name) && shortType(node) === 'set' && becomes(node).kind === 'nothing' && !node.isDisabled,
	);
	return [
		whole.oneItem,
		...(others.length > 0 ? [whole.otherTriggers(others.join(', '), chosen)] : []),
		...(unreached.length > 0 ? [whole.unreached(list(unreached))] : []),
		...(disabled.length > 0 ? [whole.disabled(list(disabled))] : []),
		...(sets.length > 0 ? [whole.values(list(sets))] : []),
		...(workflow.hasErrorWorkflow ? [whole.errors] : []),
		...(workflow.dangling > 0 ? [whole.dangling(workflow.dangling)] : []),
		...(workflow.pinned > 0 ? [whole.pinned(workflow.pinned)] : []),
		...(workflow.notes > 0 ? [whole.notes(workflow.notes)] : []),
	];
}
