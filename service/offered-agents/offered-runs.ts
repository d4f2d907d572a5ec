import { randomUUID } from 'node:crypto';
import type { AgentEvent } from '../../core/agents/agent-event';
import type { AgentOutcome, RunState } from '../../core/agents/agent-outcome';
import type { AgentRequest, Decision } from '../../core/agents/agent-request';
import type { ImagePart } from '../../core/ports/models/image-shapes';
import type { Origin } from '../../core/ports/memory';
import { hashApproval } from '../../core/agents/approvals/approval-view';
import { refusesOwn } from '../../core/agents/approvals/approval-rules';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import { judgeAgents } from '../../engine-adapter/workers/listed-agents';
import { bindConversation, personOf, unbindConversation } from '../../core/memory/conversations/caller-conversations';
import type { Grant } from '../../manifests/registry/access/access-claims';
import type { Caller } from '../../manifests/registry/registry-api';
import { whileAdmitted } from '../../manifests/gate/while-admitted';
import type { Host } from '../../providers/compose/hosts/host';
import { readApprovalRules } from '../../providers/compose/settings/approval-rules';
import { refuseStopped } from '../../providers/compose/state/host-switches';
import { scopesWithin } from '../access/scopes';
import { checkRight, type Deciding as Right } from '../approvals/check-right';
import type { AgentLog } from '../log/log-agents';
import type { ShownDecision } from './describe-outcome';
import { RunSlots } from './run-slots';
import { untilRevoked, whileGranted } from './while-granted';
import type { RecordedDecision } from '../../core/agents/approvals/recorded-decision';

type Asking = Pick<Grant, 'caller' | 'session' | 'asker' | 'scopes' | 'renew' | 'subjectToken'>;
type Deciding = Asking & Right & Pick<Grant, 'login'>;

interface OfferedRequest {
	agent: string;
	message: string;
	/** Default: a new one. */
	conversationId?: string;
	/** Identifies a repeated request's run. Default: a new id. */
	runId?: string;
	/** Foreign sources that, by the caller's word, its message can repeat. */
	origins?: Origin[];
	images?: ImagePart[];
	onEvent?: (event: AgentEvent) => void;
}

interface WaitingRun {
	conversationId: string;
	suspension: string;
	pending: ShownDecision[];
}

export class OfferedRuns {
	constructor(
		private readonly host: Host,
		private readonly protocol: 'mcp' | 'a2a' | 'rest',
		private readonly logAgent: AgentLog,
		private readonly slots = new RunSlots(),
	) {}

	/** Refuses early. @throws TroupeError RATE_LIMITED, RUN_STOPPED, REGISTRY_NOT_READY while the gate refuses this process */
	async checkReady({ tenant }: Caller): Promise<void> {
		this.slots.check(tenant);
		await this.host.gate.admit({ kind: 'command', name: 'serve' }).catch((cause: unknown) => {
			throw isTroupeError(cause) ? notAdmitted(cause) : cause;
		});
		await refuseStopped({ ...this.host, tenant });
	}

	/** @throws TroupeError as runAgent does */
	async run(
		{ agent, message, conversationId: given = '', runId, origins, images, onEvent }: OfferedRequest,
		grant: Asking,
		signal: AbortSignal,
	) {
		// Models fill in every field: an empty one would join all calls into one conversation.
		const conversationId = isUnnamed(given) ? randomUUID() : given;
		const { subject } = grant.caller;
		const person = personOf(subject);
		const request: AgentRequest = {
			message,
			conversationId: bindConversation(conversationId, subject),
			by: this.#nameCaller(grant.caller),
			...(grant.session !== undefined && { session: grant.session }),
			...(person === undefined ? { contact: subject } : { person }),
			...(runId && { runId }),
			...(origins && { origins }),
			...(images && { images }),
		};
		return { ...(await this.#perform(agent, request, grant, signal, onEvent)), conversationId };
	}

	/** Continues this caller's waiting run of the agent. @throws TroupeError INPUT_INVALID if none waits, ACCESS_DENIED, DECISION_REFUSED */
	async resume(
		agent: string,
		runId: string,
		decisions: Decision[],
		grant: Deciding,
		signal: AbortSignal,
		onEvent?: (event: AgentEvent) => void,
	): Promise<AgentOutcome> {
		const { caller, login } = grant;
		await checkRight(decisions, grant, agent);
		const state = await this.#findState(agent, runId, caller);
		if (!state) throw notWaiting(runId);
		const { conversationId } = state;
		const resume = { state, decisions, by: this.#nameCaller(caller), ...(login && { login }) };
		const outcome = await this.#perform(agent, { message: '', conversationId, resume }, grant, signal, onEvent);
		return { ...outcome, conversationId: unbindConversation(conversationId) };
	}

	async findWaiting(agent: string, runId: string, caller: Caller): Promise<WaitingRun | undefined> {
		const state = await this.#findState(agent, runId, caller);
		if (!state) return undefined;
		const entries = state.trail as Array<{ kind?: string; pending?: RecordedDecision[] } | null>;
		const pending = entries.findLast((entry) => entry?.kind === 'suspended')?.pending ?? [];
		return { conversationId: unbindConversation(state.conversationId), suspension: state.id, pending: pending.map(toRecorded) };
	}

	/** The caller's scopes in its own runs: without `agent:decide` where the asker cannot approve. */
	scopesOf(grant: Grant, agent: string): ReadonlySet<string> {
		const rules = this.host.approvals ?? readApprovalRules();
		const scopes = scopesWithin(grant.scopes, agent);
		return refusesOwn(this.#nameCaller(grant.caller), rules) ? new Set([...scopes].filter((scope) => scope !== 'agent:decide')) : scopes;
	}

	#nameCaller({ subject }: Caller): string {
		return `${this.protocol}:${subject}`;
	}

	async abandon(agent: string, runId: string, caller: Caller): Promise<void> {
		if (await this.#findState(agent, runId, caller)) await (await this.#openRuns(caller)).settle(runId);
	}

	async #findState(agent: string, runId: string, caller: Caller): Promise<RunState | undefined> {
		const state = (await (await this.#openRuns(caller)).findSuspended(runId))?.state as RunState | undefined;
		return state?.agent.id === agent && state.conversationId.startsWith(bindConversation('', caller.subject)) ? state : undefined;
	}

	async #openRuns(caller: Caller) {
		const { openRuns } = await import('../../providers/compose/state/host-runs');
		const host = this.#hostOf(caller);
		return openRuns(host, host.stateFolder ?? '');
	}

	async #perform(id: string, request: AgentRequest, grant: Asking, signal: AbortSignal, onEvent?: (event: AgentEvent) => void) {
		const { caller, asker } = grant;
		const end = this.slots.begin(caller.tenant);
		const asked = { ...request, ...(asker && { asker }) };
		return whileGranted(untilRevoked(grant, this.#hostOf(caller)), id, signal, (granted) =>
			this.#performNow(id, asked, grant, granted, onEvent),
		).finally(end);
	}

	async #performNow(
		id: string,
		request: AgentRequest,
		{ caller, subjectToken }: Asking,
		signal: AbortSignal,
		onEvent?: (event: AgentEvent) => void,
	) {
		const [{ composeAgent }, { runAgent }] = await Promise.all([
			import('../../providers/compose/agents/agent'),
			import('../../core/agents/run-agent'),
		]);
		const host = { ...this.#hostOf(caller), ...(subjectToken && { subjectToken }) };
		const belongsTo = { protocol: this.protocol, tenant: caller.tenant, caller: caller.subject };
		return whileAdmitted(host.gate, signal, async (admitted) => {
			await admitted.gate.admit({ kind: 'command', name: 'serve' });
			const parts = await composeAgent({ kind: 'id', id }, { ...host, gate: judgeAgents(admitted.gate, host) }, request);
			const tell = (event: AgentEvent) => {
				this.logAgent(event, belongsTo);
				onEvent?.(event);
			};
			return runAgent(request, { ...parts, onEvent: tell }, admitted.signal);
		});
	}

	#hostOf({ tenant }: Caller): Host {
		return { ...this.host, name: this.protocol, tenant };
	}
}

const toRecorded = (recorded: RecordedDecision): ShownDecision => {
	const { id, kind } = recorded;
	return recorded.kind === 'approval' ? { id, kind, viewSha256: hashApproval(recorded) } : { id, kind };
};

const isUnnamed = (conversationId: string): boolean => /^(?:null|none|undefined|n\/a|new|-)?$/i.test(conversationId.trim());

/** Makes a gate's refusal retryable: a minute later, the manifest can be approved or fetched. The log has its text. */
const notAdmitted = (cause: TroupeError): TroupeError =>
	new TroupeError({
		code: 'REGISTRY_NOT_READY',
		message: `This process may not run agents now (${cause.code}).`,
		fix: 'Call again after the time in the header Retry-After.',
		retryable: true,
		cause,
	});

function notWaiting(runId: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `There is no run ${JSON.stringify(runId.slice(0, 64))} of this caller that waits for a person.`,
		fix: 'Call the agent again. A run that has ended, or that waited too long, is not continued.',
	});
}
