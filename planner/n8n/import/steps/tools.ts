import type { Block, Field, Task, UnsupportedStep } from '../../../tree/plan-tree';
import { toId } from '../../../tree/read/names';
import { listDetails } from '../../../doers/show-data';
import type { Expressions } from '../expressions';
import type { ImportedNode, ImportedWorkflow } from '../imported-workflow';
import type { Items } from '../items';
import { shortType, textAt } from '../node-types';
import type { Flow } from '../structure';
import type { ImportWords } from '../import-words';
import { NoFeel } from '../written';
import { describeRequest } from './describe-request';

/** Answers to what a workflow does not say. */
export interface ImportAnswers {
	/** The trigger that begins the plan, by its name. */
	trigger?: string;
	/** Max rounds of a loop. */
	rounds: number;
	/** The group of people that answers. */
	who: string;
	/** The variable that tells instances apart. */
	key: string;
	/** The name of the credential for requests. */
	credential?: string;
}

/** What steps are made with. */
export interface StepTools {
	workflow: ImportedWorkflow;
	items: Items;
	expressions: Expressions;
	words: ImportWords;
	answers: ImportAnswers;
	/** Says something of a node to the person. */
	say: (node: ImportedNode, text: string) => void;
}

export const nameOf = ({ name }: ImportedNode): { id: string; name: string } => ({ id: toId(name, 'step'), name });

/** A step that a person does by hand, and why. */
export function byHand(node: ImportedNode, { words }: StepTools, reason: string): UnsupportedStep {
	// A request is described without values.
	const details = shortType(node) === 'httpRequest' ? [] : listDetails(node.parameters);
	return {
		...{ kind: 'unsupported', ...nameOf(node), needs: describeNeed(node, words), reason, alternatives: [] },
		...(node.note !== undefined && { why: node.note }),
		...(details.length > 0 && { details }),
	};
}

/** A place from where the workflow goes to where no block can go. That a repetition was cut has to be known of the whole. */
export function jumpByHand({ to, isBack }: Flow & { kind: 'jump' }, { words, workflow, say }: StepTools): UnsupportedStep {
	const name = to.replace(/^\0\d+ /, '');
	const reason = isBack ? words.endless(name) : words.jump;
	const node = workflow.nodes.find((one) => one.name === name);
	if (isBack && node) say(node, reason);
	return { kind: 'unsupported', id: toId(`to ${to}`, 'to'), name: words.backTo(name), needs: words.backTo(name), reason, alternatives: [] };
}

/** Makes a step, or says why it cannot be made. */
export function attempt(node: ImportedNode, tools: StepTools, make: () => Task): Task {
	try {
		return make();
	} catch (error) {
		if (!(error instanceof NoFeel)) throw error;
		return byHand(node, tools, tools.words.noFeel(node.name, error));
	}
}

/** The variables that a node reads. */
export const namesOf = ({ reads }: Items, { name }: ImportedNode): string[] => [
	...new Set([...(reads.get(name) ?? [])].flatMap((feel) => /^[a-z][A-Za-z0-9]*(?=$|[.[])/.exec(feel)?.[0] ?? [])),
];

/** Names what a node does by its service and operation. */
export function describeNeed(node: ImportedNode, words: ImportWords): string {
	const { parameters } = node;
	if (node.lines !== undefined) return words.ofCode(node.name);
	if (shortType(node) === 'httpRequest') return describeRequest(node, words);
	const act = [textAt(parameters, 'operation'), textAt(parameters, 'resource')].filter(Boolean).map(splitWords).join(' ');
	return [`${titleOf(node)}${act && `: ${act}`}`, node.name].join('. ').slice(0, 300);
}

const splitWords = (text: string): string => text.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();

/** `googleSheets` becomes `Google Sheets`. */
export const titleOf = (node: ImportedNode): string => {
	const short = shortType(node).split('.').at(-1)!;
	const spaced = short.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2');
	return spaced.slice(0, 1).toUpperCase() + spaced.slice(1);
};

/** Sets what the nodes of steps bring, when all that reads them is known. */
export function putWrites(made: ReadonlyArray<{ block: Block; node: ImportedNode }>, { variables }: Items): void {
	for (const { block, node } of made) {
		const fields: Field[] = variables.listFields(node.name);
		if (fields.length === 0) continue;
		if (block.kind === 'event') {
			for (const { on } of block.waits) if (on.kind === 'message') on.writes = fields;
		} else if ('needs' in block || ['http', 'human', 'call'].includes(block.kind)) (block as Task).writes = fields;
	}
}
