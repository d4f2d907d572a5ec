import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { advance } from '../../core/guardrails/policy/conversation-state';
import { findStop, type Guard, type GuardResult, type Stage } from '../../core/guardrails/policy/guard';
import type { GuardParts } from '../../core/guardrails/policy/check-kind';
import type { GuardrailPolicy } from '../../core/guardrails/policy/guardrail-policy';
import { refuseBlind, toGuardContext } from '../../core/guardrails/policy/reply-context';
import type { MaskKind } from '../../core/guardrails/masking/masks';
import { maskText } from '../../core/guardrails/masking/mask-text';
import type { GuardrailFacts } from '../../core/ports/guardrails/guardrail-facts';
import type { ConversationStateStore } from '../../core/ports/guardrails/conversation-state';
import type { Gate, PublishedAgents } from '../../core/ports/manifests';
import { defaultTrust } from '../../manifests/gate/default-gate';
import { recordViolations } from '../shared/guardrails/record-violations';
import { findItemTokens } from '../shared/item-tokens/item-tokens';
import { noteReveal } from '../shared/item-tokens/note-reveal';
import { openGuard, type PolicyTrust } from '../shared/guardrails/open-guard';
import { readPersonalDataOptions } from '../shared/guardrails/read-personal-data-options';
import { readFacts } from '../shared/guardrails/read-facts';
import { readPolicy } from '../shared/guardrails/read-policy';
import { refuseUnverified } from '../shared/guardrails/refuse-unverified';
import { vaultFor } from '../shared/guardrails/vaults';
import { whileNodeAdmitted } from '../shared/host';
import { isTool } from '../shared/is-tool';
import { readJudge } from '../shared/guardrails/read-judge';
import { readModerator, withModeration } from '../shared/guardrails/read-moderation';
import { type Routed, routeItems } from '../shared/run-items';
import { textReader } from '../shared/read-text';
import { checkOperations, properties } from './properties';
import { argumentsNames, readReplyContext, replyContextNames } from './reply-context';
import { composeConversationStates } from '../../providers/compose/state/host-conversation-states';
import { readState } from '../shared/state/read-state';

const texts = textReader(properties);
const { readGivenText, readText } = texts;

const pass = 0;
const violation = 1;

export async function execute(this: IExecuteFunctions, gate?: Gate, published?: PublishedAgents): Promise<INodeExecutionData[][]> {
	const trust = gate ? { gate, published } : defaultTrust();
	return whileNodeAdmitted(this, trust.gate, 'troupeGuardrails', (admitted) =>
		guardItems(admitted.context, { gate: admitted.gate, published: trust.published }, admitted.signal),
	);
}

async function guardItems(context: IExecuteFunctions, trust: PolicyTrust, signal: AbortSignal): Promise<INodeExecutionData[][]> {
	const operation = context.getNodeParameter('operation', 0) as keyof typeof operations;
	const isCheck = operation === 'check' || operation === 'checkReply';
	// An agent reads the first output only.
	const outputs = isCheck && !isTool(context) ? 2 : 1;
	const work = operations[operation](context, trust);
	return routeItems(
		context,
		{ outputs, failed: outputs - 1 },
		async (item) => {
			const { output, json, reveals } = await work(item);
			return { output: Math.min(output, outputs - 1), ...withOtherFields(context, item, json), ...(reveals && { reveals }) };
		},
		signal,
	);
}

type Work = (item: number) => Promise<Routed>;

const operations = {
	check: (context: IExecuteFunctions, trust: PolicyTrust): Work =>
		checks(context, trust, (item) => (context.getNodeParameter('options', item, {}).stage ?? 'input') as Stage),
	checkReply: (context: IExecuteFunctions, trust: PolicyTrust): Work => checks(context, trust, () => 'output'),
	mask:
		(context: IExecuteFunctions): Work =>
		(item) =>
			mask(context, item),
	restore:
		(context: IExecuteFunctions): Work =>
		(item) =>
			restore(context, item),
};

function checks(context: IExecuteFunctions, trust: PolicyTrust, stageOf: (item: number) => Stage): Work {
	const guards = new Map<string, Promise<Guard>>();
	/** One guard for all items with the same policy: building it takes longer than a check. */
	const openOnce = async (item: number, stage: Stage): Promise<Guard> => {
		const policy = withModeration((await readPolicy(context, item, [stage])) ?? noGuardrail(), context, item);
		const key = JSON.stringify(policy);
		let guard = guards.get(key);
		if (!guard) guards.set(key, (guard = openGuard(context, policy, trust, await readParts(context, item, policy, stage))));
		return guard;
	};
	return async (item) => {
		const stage = stageOf(item);
		const guard = await openOnce(item, stage);
		return guard.watches(stage) ? check(context, item, stage, guard) : noGuardrail();
	};
}

async function readParts(context: IExecuteFunctions, item: number, policy: GuardrailPolicy, stage: Stage): Promise<GuardParts> {
	const judge = await readJudge(context, item);
	if (stage === 'output') {
		refuseUnverified(policy, judge !== undefined, 'Add the option "Use a Judge" and connect a chat model');
		refuseBlind(policy, stage, readReplyContext(context, item, texts), replyContextNames);
	} else refuseBlind(policy, stage, {}, argumentsNames);
	return { judge, ...(await readModerator(context, item)) };
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
	const facts = await readOwnFacts(context, item);
	const vault = await vaultFor(context, {}, conversationId || undefined);
	const contact = readText(context, 'options.contactId', item);
	const result = await guard.check(stage, text, {
		state,
		vault,
		...(facts && { facts }),
		...(stage === 'output' && toGuardContext(readReplyContext(context, item, texts))),
		...(contact && { contact }),
	});
	const output = isStopped(result) ? violation : pass;
	if (states && output === pass) await states.change(conversationId, (before) => advance(before, result.text));
	const { outcome, violations } = result;
	await recordViolations(context, violations, conversationId || undefined);
	const answer = findStop(result)?.answer;
	return { output, json: { outcome, text: result.text, violations, ...(answer !== undefined && { answer }) } };
}

/** A form has no conditions. */
async function readOwnFacts(context: IExecuteFunctions, item: number): Promise<GuardrailFacts | undefined> {
	if (context.getNodeParameter('policyFrom', item) !== 'json') return undefined;
	const read = (name: string) => context.getNodeParameter(name, item, {});
	return readFacts({ fields: read('factFields'), json: read('facts') }, 'field');
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
	const tokens = findItemTokens(context);
	if (tokens) await noteReveal(context, tokens.ownerOf(item));
	const vault = await vaultFor(context, {}, readText(context, 'conversationId', item) || undefined);
	return { output: pass, json: { text: await vault.restore(readGivenText(context, 'text', item)) }, ...(tokens && { reveals: true }) };
}

/** The input of Mask and Restore has the values. */
const includesFields = (context: IExecuteFunctions, item: number): boolean =>
	checkOperations.includes(context.getNodeParameter('operation', item));

function withOtherFields(context: IExecuteFunctions, item: number, json: IDataObject): Omit<Routed, 'output'> {
	const { includeOtherFields = includesFields(context, item) } = context.getNodeParameter('options', item, {});
	if (isTool(context) || !includeOtherFields) return { json };
	const { json: fields, binary } = context.getInputData()[item]!;
	return { json: { ...fields, ...json }, ...(binary && { binary }) };
}

/** Returns what guardrails know of the workflow's conversations. */
async function conversationStates(context: IExecuteFunctions): Promise<ConversationStateStore | undefined> {
	const state = await readState(context);
	return composeConversationStates(state, { workflow: state.workflow });
}
