/**
 * A machine with a home of its own (TROUPE_HOME): it reads lines of JSON `[action, …]` from stdin and answers each with a line,
 * `{ "answer": … }` or `{ "error": code, "message": …, "fix": … }`.
 */
import { createInterface } from 'node:readline';
import { isTroupeError } from '../../../core/base/errors';
import { troupeHome } from '../../../core/base/home';
import { advance } from '../../../core/guardrails/policy/conversation-state';
import { createGuard } from '../../../core/guardrails/policy/create-guard';
import { findStop, type Violation } from '../../../core/guardrails/policy/guard';
import type { GuardrailPolicy } from '../../../core/guardrails/policy/guardrail-policy';
import { composeAbuse } from '../../../providers/compose/guardrails/guard-parts';
import { composeVault } from '../../../providers/compose/guardrails/vault';
import { composeViolationLog } from '../../../providers/compose/guardrails/violations';
import { composeConversationStates } from '../../../providers/compose/state/host-conversation-states';

const host = { stateFolder: troupeHome() };
const violation: Violation = { guardrail: 'prices', code: 'PRICE', stage: 'output', action: 'block', reason: '', matches: [] };

const conduct: GuardrailPolicy = {
	id: 'conduct',
	onFailure: 'block',
	checks: [
		{ check: 'harmful-content', action: 'block', judge: 'never' },
		{ check: 'abuse-limit', action: 'block', warn: 1, slow: 2, block: 3, slowSeconds: 86_400 },
	],
};

const actions: Record<string, (...given: string[]) => Promise<unknown>> = {
	mask: async (conversationId = '', text = '') => (await composeVault(host, { conversationId }).mask(text)).text,
	restore: (conversationId = '', text = '') => composeVault(host, { conversationId }).restore(text),
	ask: async (id = '') => (await composeConversationStates(host))!.change(id, (state) => advance(state, 'Qual é o seu nome?')),
	write: async (contact = '', text = '') => {
		const guard = await createGuard(conduct, composeAbuse(host));
		const result = await guard.check('input', text, { contact });
		return findStop(result)?.answer ?? result.outcome;
	},
	violate: async (conversationId = '') => (await composeViolationLog(host)).record([violation], { host: 'agent', conversationId }),
};

async function main(): Promise<void> {
	for await (const line of createInterface({ input: process.stdin })) {
		const [action = '', ...given] = JSON.parse(line) as string[];
		const outcome = await actions[action]!(...given).then(
			(answer) => ({ answer }),
			(error: unknown) => ({
				error: isTroupeError(error) ? error.code : 'BROKEN',
				message: String(error),
				...(isTroupeError(error) && { fix: error.fix }),
			}),
		);
		process.stdout.write(`${JSON.stringify(outcome)}\n`);
	}
	process.exit(0);
}

void main();
