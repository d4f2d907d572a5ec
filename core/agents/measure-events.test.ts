import { composeAgent } from '../../providers/compose/agents/agent';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool } from '../../test/fakes/tool-agent';
import { countMeasured } from '../../test/support/prometheus/count-measured';
import { TroupeError } from '../base/errors';
import { runAgent } from './run-agent';
import { slowTest } from '../../test/support/slow-tests';

const definition = {
	...{ id: 'measured-clerk', version: '1.0.0', name: 'Clerk', purpose: 'Answers.', prompt: 'Help.', model: { extractive: false } },
	tools: { rules: [{ tool: 'pay', permission: 'allow' }] },
	...{ guardrails: { personalData: { types: [] } }, limits: {} },
};
const runOf = async (...steps: Parameters<typeof scriptedChatModel>) => {
	const host = { gate: openGate(), agentFolders: [], providers: {}, model: scriptedChatModel(...steps), tools: [fakeTool('pay')] };
	const parts = await composeAgent({ kind: 'inline', definition }, host);
	return runAgent({ message: 'Pay.', conversationId: 'c' }, parts, new AbortController().signal);
};

it('counts runs by outcome, tool calls by tool, and what models used, whoever runs the agent', async () => {
	const [runs, times, tools, tokens] = (
		['troupe_agent_runs_total', 'troupe_agent_run_duration_seconds', 'troupe_agent_tool_calls_total', 'troupe_model_tokens_total'] as const
	).map(countMeasured);
	const step = { ...calling(['pay', { number: 7 }, 'p'], ['steal_everything', {}, 'q']), text: '', finish: 'tool-calls' as const };
	expect(await runOf(step, { text: 'Done.' })).toMatchObject({ kind: 'reply' });
	expect(runs!({ agent: 'measured-clerk', outcome: 'reply' })).toBe(1);
	expect(times!({ agent: 'measured-clerk' })).toBe(1);
	expect(tools!({ tool: 'pay', outcome: 'ok' })).toBe(1);
	// A model can write any name.
	expect([tools!({ tool: 'unknown', outcome: 'error' }), tools!({ tool: 'steal_everything' })]).toEqual([1, 0]);
	expect(tokens!({ direction: 'output' })).toBeGreaterThan(0);
});

slowTest('counts a run that no model answered as failed, and each call of a model', async () => {
	const [runs, calls] = [countMeasured('troupe_agent_runs_total'), countMeasured('troupe_model_calls_total')];
	await expect(runOf(new TroupeError({ code: 'MODEL_OVERLOADED', message: 'down' }))).rejects.toThrow();
	expect([runs({ agent: 'measured-clerk', outcome: 'failed' }), calls({ outcome: 'MODEL_OVERLOADED' })]).toEqual([1, 1]);
});

it('takes no run that its caller ended for a fault', async () => {
	const runs = countMeasured('troupe_agent_runs_total');
	await expect(runOf(new TroupeError({ code: 'CANCELLED', message: 'The caller left.' }))).rejects.toThrow();
	expect([runs({ outcome: 'cancelled' }), runs({ outcome: 'failed' })]).toEqual([1, 0]);
});
