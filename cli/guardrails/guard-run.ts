import { isTroupeError, TroupeError } from '../../core/base/errors';
import { budgetsFile } from '../../core/base/home-folders';
import type { InjectionSource } from '../../core/guardrails/injection/detect-injection';
import type { GuardParts } from '../../core/guardrails/policy/check-kind';
import type { Guard, Stage } from '../../core/guardrails/policy/guard';
import type { GuardrailPolicy } from '../../core/guardrails/policy/guardrail-policy';
import {
	openReplyContextReader,
	isCompared,
	refuseBlind,
	type ReplyContext,
	type ReplyContextNames,
	toGuardContext,
} from '../../core/guardrails/policy/reply-context';
import type { ChatModel } from '../../core/ports/models/models';
import { answerJsonLines, type LineAnswer, parseDocument } from '../terminal/json-lines';
import { openConversationVault } from './conversation-vault';
import { readFacts } from './read-facts';
import { readTextFile } from '../terminal/read-text-file';
import { openHost, readStateHost } from '../host';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import type { ConversationState } from '../../core/ports/guardrails/conversation-state';

export interface CheckOptions {
	files: string[];
	policy: string;
	stage?: Stage;
	conversation?: string;
	facts?: string;
	/** Sender of the messages, for limits of abuse. */
	contact?: string;
	judge?: boolean;
}

export interface InjectionCommandOptions {
	files: string[];
	source?: InjectionSource;
	threshold?: number;
	judge?: boolean;
}

const stages: readonly Stage[] = ['input', 'output', 'tool-result', 'knowledge', 'tool-arguments', 'system'];

export async function runCheck(
	{ files, conversation, contact, ...options }: CheckOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const facts = await readFacts(options.facts);
	const judge = options.judge ? await openJudge(terminal) : undefined;
	const { guard, policy } = await readGuard(options.policy, terminal, open, judge);
	const stage = options.stage ?? stages.find((one) => guard.watches(one)) ?? 'input';
	if (!guard.watches(stage)) terminal.note(`warning: ${options.policy} has no check for the stage "${stage}"; all texts pass`);
	const { createVault } = await import('../../core/guardrails/vault/create-vault');
	const sharedVault = conversation === undefined ? undefined : await openConversationVault(conversation, terminal);
	const turns = stage === 'output' && conversation !== undefined ? await openConversationTurns(conversation, terminal) : undefined;
	let stopped = false;
	let failed = false;
	const readContext = await openReplyContextReader();
	const readMore = ({ compareWith }: { compareWith?: unknown }): ReplyContext => {
		const context = compareWith === undefined || compareWith === null ? {} : readContext(compareWith, '"compareWith"');
		refuseBlind(policy, stage, context, replyContextNames);
		return context;
	};
	const answer = async (text: string, compareWith: ReplyContext): Promise<LineAnswer> => {
		const { failure, ...result } = await guard.check(stage, text, {
			...(isCompared(stage) && toGuardContext(compareWith)),
			vault: sharedVault ?? createVault(),
			state: await turns?.state(),
			...(facts && { facts }),
			...(contact !== undefined && { contact }),
		});
		if (failure instanceof Error && !failed) terminal.note(`error: ${failure.message}`);
		failed ||= failure !== undefined;
		const passed = result.outcome === 'pass' || result.outcome === 'rewritten';
		stopped ||= !passed;
		if (passed) await turns?.replied(result.text);
		return { ...result };
	};
	const code = await answerJsonLines({ files, readMore, answer }, terminal);
	return code === 0 && stopped ? 1 : code;
}

const replyContextNames: ReplyContextNames = {
	host: 'the line',
	give: (field) => `Add "compareWith" with a field "${field}" to the line`,
};

/** @throws TroupeError INPUT_INVALID when no model is configured */
async function openJudge(terminal: Terminal): Promise<ChatModel> {
	const [{ composeJudge }, { providersFromEnvironment }] = await Promise.all([
		import('../../providers/compose/models/models'),
		import('../../providers/compose/settings/from-environment'),
	]);
	const judge = await composeJudge({
		name: 'cli',
		...readStateHost(terminal),
		providers: providersFromEnvironment(terminal.environment),
		budgetsFile: budgetsFile(terminal.environment),
	});
	if (judge) return judge;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: '--judge needs a model, but no model is configured.',
		fix: 'Set OPENAI_API_KEY, OPENAI_BASE_URL or ANTHROPIC_API_KEY. See docs/providers.',
	});
}

/** Opens what checks call besides the judge: the moderation service of the environment, and the counts of contacts in Troupe's home. */
async function openParts(terminal: Terminal, judge?: ChatModel): Promise<GuardParts> {
	const [{ composeAbuse, composeModerator }, { providersFromEnvironment }] = await Promise.all([
		import('../../providers/compose/guardrails/guard-parts'),
		import('../../providers/compose/settings/from-environment'),
	]);
	return {
		judge,
		...composeModerator({ providers: providersFromEnvironment(terminal.environment), ...readStateHost(terminal) }),
		...composeAbuse(readStateHost(terminal)),
	};
}

/** The policy of the file, and those that the tenant requires. */
async function readGuard(
	path: string,
	terminal: Terminal,
	open: typeof openHost,
	judge?: ChatModel,
): Promise<{ guard: Guard; policy: GuardrailPolicy }> {
	const [
		{ parseGuardrailPolicy },
		{ placeChecks },
		{ createPlacedGuard },
		{ createTenantGuard, readTenantDemands },
		{ readTenantRules },
		parts,
	] = await Promise.all([
		import('../../core/guardrails/policy/parse-guardrail-policy'),
		import('../../core/guardrails/policy/create-guard'),
		import('../../core/guardrails/policy/apply-guardrails'),
		import('../../providers/compose/guardrails/tenant-policies'),
		import('../../providers/compose/state/host-tenants'),
		openParts(terminal, judge),
	]);
	const policy = await parseGuardrailPolicy(parseDocument(await readTextFile(path), path), path);
	const own = await placeChecks(policy, parts);
	const { policies, locale } = await readTenantRules(readStateHost(terminal));
	const guard =
		policies || locale ? await createTenantGuard(own, await readTenantDemands(await open(terminal)), parts) : createPlacedGuard(own);
	return { guard, policy };
}

/** Looks for injections. Flagged texts also exit with 0. A text that the judge could not check is flagged. */
export async function runInjection(
	{ files, source, threshold, ...options }: InjectionCommandOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	const { findInjection } = await import('../../core/guardrails/injection/find-injection');
	const judge = options.judge ? await openJudge(terminal) : undefined;
	const answer = async (text: string): Promise<LineAnswer> => {
		try {
			const { flagged, score, reasons, judgement } = await findInjection(text, { judge, source, threshold });
			return { flagged, score, reasons, ...(judgement && { judge: { ...judgement } }) };
		} catch (error) {
			if (!isTroupeError(error)) throw error;
			terminal.note(`error: ${error.message}`);
			return { flagged: true, score: 1, reasons: ['judge-failed'] };
		}
	};
	return answerJsonLines({ files, answer }, terminal);
}

export interface HarmCommandOptions {
	files: string[];
	threshold?: number;
	judge?: boolean;
}

/** Looks for harmful content by the word lists, and the judge in doubt. Flagged texts also exit with 0. */
export async function runHarm({ files, threshold, ...options }: HarmCommandOptions, terminal: Terminal): Promise<ExitCode> {
	const { findHarm } = await import('../../core/guardrails/harm/find-harm');
	const { harmKinds } = await import('../../core/guardrails/harm/harm-kinds');
	const judge = options.judge ? await openJudge(terminal) : undefined;
	const thresholds = threshold === undefined ? undefined : Object.fromEntries(harmKinds.map((kind) => [kind, threshold]));
	const answer = async (text: string): Promise<LineAnswer> => {
		const { kinds, scores, failure } = await findHarm(text, { thresholds, judge });
		if (failure instanceof Error) terminal.note(`error: ${failure.message}`);
		return { flagged: kinds.length > 0, kinds, scores: { ...scores }, ...(failure !== undefined && { degraded: true }) };
	};
	return answerJsonLines({ files, answer }, terminal);
}

/** The replies of a conversation that guardrails remember. */
interface ConversationTurns {
	state(): Promise<ConversationState | undefined>;
	replied(text: string): Promise<void>;
}

/** Opens the turns of a conversation in Troupe's home, which all processes of this machine share. */
async function openConversationTurns(conversationId: string, terminal: Terminal): Promise<ConversationTurns> {
	const [{ composeConversationStates }, { advance }] = await Promise.all([
		import('../../providers/compose/state/host-conversation-states'),
		import('../../core/guardrails/policy/conversation-state'),
	]);
	const states = await composeConversationStates(readStateHost(terminal));
	return {
		state: async () => states?.read(conversationId),
		replied: async (text) => void (await states?.change(conversationId, (before) => advance(before, text))),
	};
}
