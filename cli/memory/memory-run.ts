import type { MemoryOperation, MemoryTaskResult } from '../../core/memory/task/memory-task';
import { decodeText } from '../../core/base/text/decode-text';
import { TroupeError } from '../../core/base/errors';
import { readSetting } from '../../core/base/settings/settings';
import type { TObject } from 'typebox/type';
import type { MemoryHost } from '../../providers/compose/hosts/knowledge-host';
import type { Operation } from '../../service/operations/operation';
import { callOperation } from '../services/call-operation';
import type { GatedCommand } from '../gated-commands';
import { admitCommand, openHost, readStateHost } from '../host';
import { forgetInHome } from '../privacy/home-processes';
import { parseDocument } from '../terminal/json-lines';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import { confirmedByPerson } from '../terminal/confirm';
import { printable, type Terminal } from '../terminal/terminal';

export interface MemoryCommandOptions {
	operation: MemoryOperation;
	person?: string;
	conversation?: string;
	agent?: string;
	workflow?: string;
	question?: string;
	top?: number;
	turns?: number;
	fact?: string[];
	/** A path, or `-` for standard input. */
	facts?: string;
	importance?: number;
	message?: string;
	reply?: string;
	set?: Array<[string, string]>;
	unset?: string[];
	yes?: boolean;
}

/** Returns the command for the gate, if agents see the data. Export, forget and showing preferences ask none: they are rights. */
function findGatedCommand({ operation, set }: MemoryCommandOptions): GatedCommand | undefined {
	if (operation === 'recall' || operation === 'remember') return `memory ${operation}`;
	return operation === 'preferences' && set !== undefined ? 'memory preferences' : undefined;
}

export async function runMemoryCommand(options: MemoryCommandOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const question = askToForget(options);
	if (question !== undefined && !(await confirmedByPerson(question, options, terminal))) return 1;
	const { memoryOperations } = await import('../../service/operations/memory');
	const openAdmitted = async () => {
		const host = await open(terminal);
		const gated = findGatedCommand(options);
		if (gated) await admitCommand(host, gated, terminal);
		const state = readStateHost(terminal);
		return {
			...state,
			...host,
			tenant: host.tenant ?? state.tenant,
			stateFolder: host.stateFolder ?? state.stateFolder,
			memoryStore: readSetting('TROUPE_MEMORY_STORE', terminal.environment),
			forgetInProcesses: forgetInHome(state, terminal),
		};
	};
	const called = memoryOperations[options.operation] as Operation<{ body: TObject }, MemoryTaskResult, MemoryHost>;
	const result = await callOperation(called, await toInput(options, terminal), terminal, openAdmitted);
	terminal.print(JSON.stringify(result, null, '\t'));
	if (result.operation === 'forget' && result.notReached)
		terminal.note(`Not reached: ${result.notReached.stores.join(', ')} ${result.notReached.where}.`);
	return 0;
}

function askToForget({ operation, person, conversation }: MemoryCommandOptions): string | undefined {
	if (operation !== 'forget' || (person === undefined && conversation === undefined)) return undefined;
	return printable(`Forget ${person === undefined ? `the conversation ${conversation}` : `the person ${person}`}? This cannot be undone.`);
}

async function toInput(options: MemoryCommandOptions, terminal: Terminal): Promise<Record<string, unknown>> {
	const { person, conversation, agent, workflow, question, top, turns, message, reply, set, unset } = options;
	const facts = [
		...(options.fact ?? []).map((text) => ({ text, importance: options.importance })),
		...(await readFacts(options, terminal)),
	];
	const isTurn = message !== undefined || reply !== undefined;
	const changes = [...(set ?? []), ...(unset ?? []).map((name): [string, null] => [name, null])];
	return {
		person,
		conversation,
		agent,
		workflow,
		question,
		top,
		turns,
		...(facts.length > 0 && { facts }),
		...(isTurn && { turn: { message: message ?? '', reply: reply ?? '' } }),
		...(changes.length > 0 && { set: Object.fromEntries(changes) }),
	};
}

async function readFacts({ facts: path }: MemoryCommandOptions, terminal: Terminal): Promise<unknown[]> {
	if (path === undefined) return [];
	const [text, where] = path === '-' ? [await readInput(terminal), 'standard input'] : [await readTextFile(path), path];
	const facts = parseDocument(text, where);
	return Array.isArray(facts) ? (facts as unknown[]) : [facts];
}

const maxInputBytes = 4_000_000;

async function readInput(terminal: Terminal): Promise<string> {
	const pieces: Uint8Array[] = [];
	let size = 0;
	for await (const piece of terminal.input()) {
		pieces.push(piece);
		size += piece.length;
		if (size > maxInputBytes)
			throw new TroupeError({
				code: 'INPUT_INVALID',
				message: 'Standard input is larger than 4 MB.',
				fix: 'Split it into several commands.',
			});
	}
	return decodeText(Buffer.concat(pieces), 'standard input');
}
