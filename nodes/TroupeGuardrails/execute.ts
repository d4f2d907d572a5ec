import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { advance } from '../../core/guardrails/policy/conversation-state';
import { createGuard } from '../../core/guardrails/policy/create-guard';
import type { Guard, GuardResult, Stage } from '../../core/guardrails/policy/guard';
import type { MaskKind } from '../../core/guardrails/masking/masks';
import { maskText } from '../../core/guardrails/masking/mask-text';
import type { Gate } from '../../core/ports';
import { defaultGate } from '../../manifests/gate/default-gate';
import { conversationStates } from '../shared/guardrails/conversation-states';
import { recordViolations } from '../shared/guardrails/record-violations';
import { readPersonalDataOptions } from '../shared/guardrails/read-personal-data-options';
import { readPolicy } from '../shared/guardrails/read-policy';
import { vaultFor } from '../shared/guardrails/vaults';
import { whileNodeAdmitted } from '../shared/host';
import { isTool } from '../shared/is-tool';
import { readJudge } from '../shared/guardrails/read-judge';
import { readGivenText, readText } from './read-text';
import { type Routed, routeItems } from '../shared/run-items';

const pass = 0;
const violation = 1;

/** The guardrails node's work: the gate first, then each item by itself. */
export async function execute(this: IExecuteFunctions, gate: Gate = defaultGate()): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, gate, 'troupeGuardrails', ({ signal }) => guardItems(this, signal));
}

async function guardItems(context: IExecuteFunctions, signal: AbortSignal): Promise<INodeExecutionData[][]> {
	const operation = context.getNodeParameter('operation', 0) as keyof typeof operations;
	const isCheck = operation === 'check' || operation === 'checkReply';
	// An agent reads the first output only.
	const outputs = isCheck && !isTool(context) ? 2 : 1;
	const work = operations[operation](context);
	return routeItems(
		context,
		{ outputs, failed: outputs - 1 },
		async (item) => {
			const { output, json } = await work(item);
			return { output: Math.min(output, outputs - 1), ...withOtherFields(context, item, json) };
		},
		signal,
	);
}

type Work = (item: number) => Promise<Routed>;

const operations = {
	check: (context: IExecuteFunctions): Work => checks(context, (item) => context.getNodeParameter('stage', item) as Stage),
	checkReply: (context: IExecuteFunctions): Work => checks(context, () => 'output'),
	mask:
		(context: IExecuteFunctions): Work =>
		(item) =>
			mask(context, item),
	restore:
		(context: IExecuteFunctions): Work =>
		(item) =>
			restore(context, item),
};

function checks(context: IExecuteFunctions, stageOf: (item: number) => Stage): Work {
	const guards = new Map<string, Promise<Guard>>();
	/** One guard for all items with the same policy: building it takes longer than a check. */
	const openGuard = async (item: number, stage: Stage): Promise<Guard> => {
		const policy = (await readPolicy(context, item, [stage])) ?? noGuardrail();
		const key = JSON.stringify(policy);
		let guard = guards.get(key);
		if (!guard) guards.set(key, (guard = createGuard(policy, { judge: await readJudge(context, item) })));
		return guard;
	};
	return async (item) => {
		const stage = stageOf(item);
		const guard = await openGuard(item, stage);
		return guard.watches(stage) ? check(context, item, stage, guard) : noGuardrail();
	};
}

/** Everything would pass, and look as if it had been checked. */
function noGuardrail(): never {
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'No guardrail applies to this type of text, so nothing would be checked.',
		fix: 'Add one in the field "Guardrails", or add the stage to the JSON document of the policy.',
	});
}

async function check(context: IExecuteFunctions, item: number, stage: Stage, guard: Guard): Promise<Routed> {
	const text = readGivenText(context, 'text', item);
	const conversationId = readText(context, 'conversationId', item);
	const states = conversationId && stage === 'output' ? await conversationStates(context) : undefined;
	const state = states && (await states.read(conversationId));
	const result = await guard.check(stage, text, { state, vault: await vaultFor(context, {}, conversationId || undefined) });
	const output = isStopped(result) ? violation : pass;
	if (states && output === pass) await states.change(conversationId, (before) => advance(before, result.text));
	const { outcome, violations } = result;
	await recordViolations(context, violations, conversationId || undefined);
	return { output, json: { outcome, text: result.text, violations } };
}

const isStopped = ({ outcome }: GuardResult): boolean => outcome === 'blocked' || outcome === 'needs-human';

async function mask(context: IExecuteFunctions, item: number): Promise<Routed> {
	const options = readPersonalDataOptions(context, item);
	const vault = await vaultFor(context, options, readText(context, 'conversationId', item) || undefined);
	const kind = context.getNodeParameter('mask', item) as MaskKind;
	const { text, matches } = await maskText(readGivenText(context, 'text', item), { ...options, mask: kind, vault });
	return { output: pass, json: { text, matches: matches } };
}

async function restore(context: IExecuteFunctions, item: number): Promise<Routed> {
	const vault = await vaultFor(context, {}, readText(context, 'conversationId', item) || undefined);
	return { output: pass, json: { text: await vault.restore(readGivenText(context, 'text', item)) } };
}

function withOtherFields(context: IExecuteFunctions, item: number, json: IDataObject): Omit<Routed, 'output'> {
	if (isTool(context) || !context.getNodeParameter('includeOtherFields', item)) return { json };
	const { json: fields, binary } = context.getInputData()[item]!;
	return { json: { ...fields, ...json }, ...(binary && { binary }) };
}
