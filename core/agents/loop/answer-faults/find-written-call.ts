import { type CallSigns, createCallSigns } from '../../../llm/written-calls/call-signs';
import type { Run } from '../run/run';
import { speaksToCustomer } from '../team/caller';
import { hasTools } from '../tools/open-toolbox';
import { asksForJson } from './asks-for-json';
import { hasPart } from './judges-wording';
import { listPassages } from '../trail/list-passages';

const prepared = new WeakMap<object, CallSigns>();
const none = {};

export function readSigns({ toolbox }: Run): CallSigns {
	const owner = toolbox ?? none;
	const signs = prepared.get(owner) ?? createCallSigns(toolbox ? [...toolbox.byName.keys()] : []);
	prepared.set(owner, signs);
	return signs;
}

/**
 * Finds a written call, or a tool's name, in an answer. Allowed if the message asked for JSON or wrote the name. Without tools, only `grounded`
 * finds it.
 */
export function findWrittenCall(run: Run, text: string): 'call' | 'named' | undefined {
	if (!hasTools(run.parts) && !hasPart(run, 'usable')) return undefined;
	const messages = run.context.given?.messages ?? [];
	const isForCustomer = speaksToCustomer(run);
	const isData = !isForCustomer && /^\s*[{[]/.test(text);
	const { isCall, findName } = readSigns(run);
	if (!isData && !asksForJson(run) && isCall(text)) return 'call';
	const name = isForCustomer && hasPart(run, 'usable') ? findName(text) : undefined;
	if (name === undefined) return undefined;
	const known = [...messages, ...listPassages(run).map((passage) => passage.text)];
	return known.some((other) => other.includes(name)) ? undefined : 'named';
}
