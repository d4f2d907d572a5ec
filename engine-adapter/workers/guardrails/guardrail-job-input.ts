import { parseFacts } from '../../../core/guardrails/conditions/parse-facts';
import { maskKinds, type MaskKind } from '../../../core/guardrails/masking/masks';
import { localeNames, type LocaleName, type PersonalDataType, personalDataTypes } from '../../../core/guardrails/personal-data/types';
import type { Stage } from '../../../core/guardrails/policy/guard';
import { openReplyContextReader, type ReplyContext } from '../../../core/guardrails/policy/reply-context';
import type { GuardrailFacts } from '../../../core/ports/guardrails/guardrail-facts';
import type { ConversationState } from '../../../core/ports/guardrails/conversation-state';
import type { PolicyReference } from '../../../providers/compose/guardrails/guard';
import type { Job } from '../../engine/jobs';
import { readConversation, invalidJob, isPresent, nameVariable, readContact, textVariable } from '../job-input';

export type GuardrailTask = {
	text: string;
	conversationId: string;
	state?: ConversationState;
	facts?: GuardrailFacts;
	contact?: string;
} & (
	| { operation: 'check' | 'check-reply'; stage: Stage; policy: PolicyReference; compareWith: ReplyContext }
	| { operation: 'mask'; mask: MaskKind; types?: PersonalDataType[]; locales?: LocaleName[] }
	| { operation: 'restore' }
);

export const guardrailVariables = ['text', 'conversationId', 'conversationState', 'facts', 'policy', 'policyId', 'personId', 'compareWith'];

const operations = ['check', 'check-reply', 'mask', 'restore'] as const;
const stages = ['input', 'output', 'tool-result', 'knowledge', 'tool-arguments', 'system'] as const;

/** @throws TroupeError INPUT_INVALID */
export async function readGuardrailTask(job: Job): Promise<GuardrailTask> {
	const operation = readChoice(job, 'operation', operations);
	const contact = readContact(job);
	const common = {
		text: anyText(job),
		conversationId: readConversation(job),
		state: readState(job),
		...(await readFacts(job)),
		...(contact !== undefined && { contact }),
	};
	switch (operation) {
		case 'check':
			return {
				...common,
				operation,
				stage: readChoice(job, 'stage', stages, 'input'),
				policy: readPolicy(job),
				compareWith: await readCompareWith(job),
			};
		case 'check-reply':
			return { ...common, operation, stage: 'output', policy: readPolicy(job), compareWith: await readCompareWith(job) };
		case 'mask': {
			const types = readList(job, 'types', personalDataTypes);
			const locales = readList(job, 'locales', localeNames);
			return { ...common, operation, mask: readChoice(job, 'mask', maskKinds, 'token'), types, locales };
		}
		case 'restore':
			return { ...common, operation };
	}
}

function anyText(job: Job): string {
	return job.variables.text === '' ? '' : textVariable('text', job);
}

function readChoice<Choice extends string>(job: Job, header: string, choices: readonly Choice[], usual?: Choice): Choice {
	const given = job.headers[header]?.trim() || usual;
	const found = choices.find((choice) => choice === given);
	if (found !== undefined) return found;
	const problem = given === undefined ? `does not have the header "${header}"` : `has an unknown ${header} in its header`;
	throw invalidJob(job, problem, `Give the task a header "${header}": ${choices.join(', ')}.`);
}

function readList<Name extends string>(job: Job, header: string, names: readonly Name[]): Name[] | undefined {
	const given = job.headers[header]?.split(',').map((name) => name.trim());
	if (!given || given.join('') === '') return undefined;
	const known = names.filter((name) => given.includes(name));
	if (known.length === new Set(given).size) return known;
	throw invalidJob(job, `has unknown ${header} in its header`, `Use one or more of these, separated by commas: ${names.join(', ')}.`);
}

/** Headers precede the mapped id: users who may set variables must not loosen the designer's policy. */
function readPolicy(job: Job): PolicyReference {
	const { headers, variables } = job;
	const policyId = headers.policyId?.trim();
	if (policyId) return { kind: 'id', id: policyId };
	if (headers.policy?.trim()) return { kind: 'inline', policy: parsePolicy(headers.policy, job), where: 'The policy in the header' };
	if (isPresent(variables.policyId)) return { kind: 'id', id: textVariable('policyId', job) };
	if (isPresent(variables.policy)) return { kind: 'inline', policy: variables.policy, where: 'The policy in the variable' };
	throw invalidJob(
		job,
		'does not name a policy',
		'Give the task a header "policyId" with the id of a policy or "policy" with the policy itself, or a variable of that name.',
	);
}

function parsePolicy(text: string, job: Job): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw invalidJob(job, 'has a header "policy" that is not JSON', 'Correct it, or put it into a file and name its id in "policyId".');
	}
}

async function readFacts(job: Job): Promise<{ facts?: GuardrailFacts }> {
	const { facts } = job.variables;
	return isPresent(facts) ? { facts: await parseFacts(facts, nameVariable(job, 'facts')) } : {};
}

async function readCompareWith(job: Job): Promise<ReplyContext> {
	const { compareWith } = job.variables;
	return isPresent(compareWith) ? (await openReplyContextReader())(compareWith, nameVariable(job, 'compareWith')) : {};
}

function readState(job: Job): ConversationState | undefined {
	const state = job.variables.conversationState;
	if (!isPresent(state)) return undefined;
	const { replies, questionsInARow } = state as Partial<ConversationState>;
	if (isCount(replies) && isCount(questionsInARow)) return { replies, questionsInARow };
	throw invalidJob(
		job,
		'has a "conversationState" that does not come from a check',
		'Pass the variable as the last check-reply returned it.',
	);
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
