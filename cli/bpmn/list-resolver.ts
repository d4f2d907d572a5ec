import { chooseCredential, type StoredCredential } from '../../bpmn/templates/n8n/lists/choose-credential';
import { findLists, type OpenList } from '../../bpmn/templates/n8n/lists/find-lists';
import { type Choice, newestVersion, type NodeDescription } from '../../bpmn/templates/n8n/node-description';
import type { NodeHost } from '../../providers/compose/hosts/node-host';
import type { askForList, ListAnswer } from '../../providers/compose/nodes/ask-package';
import { shortenLine } from '../terminal/format-text';

export interface UnresolvedList {
	parameter: string;
	/** A sentence. */
	reason: string;
}

export interface ResolvedList {
	parameter: string;
	choices: number;
}

interface ResolvedLists {
	lists: Map<string, Choice[]>;
	resolved: ResolvedList[];
	unresolved: UnresolvedList[];
}

const maxChoices = 200;
const maxListsOfNode = 100;
/** A service that does not answer is not asked for all lists. */
const maxSilences = 2;
const maxReasonCharacters = 300;

/** Asks services for the lists of nodes, with stored credentials, in the process of the node. */
export class ListResolver {
	constructor(
		private readonly packageName: string,
		private readonly host: NodeHost,
		private readonly credentials: readonly StoredCredential[],
		private readonly signal: AbortSignal,
	) {}

	/** @throws TroupeError MANIFEST_* if the gate refuses the node; CANCELLED */
	async resolve(node: NodeDescription, values: Readonly<Record<string, unknown>>): Promise<ResolvedLists> {
		const version = newestVersion(node);
		const { lists: open, inJson } = findLists(node, version);
		const resolved: ResolvedLists = {
			lists: new Map(),
			resolved: [],
			unresolved: inJson.map((parameter) => ({ parameter, reason: 'The form has the parameter around it as JSON.' })),
		};
		const chosen = chooseCredential(node, version, this.credentials);
		if ('reason' in chosen) {
			resolved.unresolved.push(...open.map(({ path }) => ({ parameter: path, reason: chosen.reason })));
			return resolved;
		}
		let silences = 0;
		for (const [index, list] of open.entries()) {
			const task = {
				type: `${this.packageName}.${node.name}`,
				typeVersion: version,
				credentials: chosen.credentials,
				maxChoices,
				source: list.source,
				path: list.path,
				dependsOn: list.dependsOn,
				parameters: { ...list.parameters, ...chosen.parameters, ...values },
			};
			const isOver = index >= maxListsOfNode || silences >= maxSilences;
			const answer = isOver ? { refusal: 'The service was asked for too many lists, or did not answer.' } : await this.#ask(task);
			if ('isLate' in answer) silences += 1;
			addAnswer(answer, list, resolved);
		}
		return resolved;
	}

	async #ask(task: Parameters<typeof askForList>[0]): Promise<ListAnswer> {
		const { askForList } = await import('../../providers/compose/nodes/ask-package');
		return askForList(task, this.host, this.signal);
	}
}

function addAnswer(answer: ListAnswer, { fieldIds, path }: OpenList, into: ResolvedLists): void {
	const refuse = (reason: string) => void into.unresolved.push({ parameter: path, reason: shortenLine(reason, maxReasonCharacters) });
	if ('refusal' in answer) return refuse(answer.refusal);
	if (answer.choices === undefined) return refuse(`The list has more than ${maxChoices} entries.`);
	if (answer.choices.length === 0) return refuse('The list is empty.');
	into.resolved.push({ parameter: path, choices: answer.choices.length });
	for (const id of fieldIds) into.lists.set(id, answer.choices);
}
