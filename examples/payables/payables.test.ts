import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkFlow } from '../../core/agents/check/check-flow';
import { parseAgentDefinition } from '../../core/agents/definition/parse-agent-definition';

const read = async () =>
	parseAgentDefinition(JSON.parse(readFileSync(join(__dirname, 'agent.json'), 'utf8')) as object, 'examples/payables/agent.json');
const none = () => Promise.reject(new Error('It calls no agent.'));

test('a mail can order no payment with values of its own, and no more than the rule allows', async () => {
	const { flaws, paths } = await checkFlow(await read(), none);
	expect(flaws).toEqual([]);
	expect(paths.filter(({ source }) => source.name === 'read_mail')).toMatchObject([
		{ effect: { tool: 'pay_invoice' }, barrier: 'values', between: expect.stringContaining('500 in amount together') as string },
	]);
});

test('a rule that holds after results lets the mail choose the account', async () => {
	const definition = await read();
	const rules = [{ tool: 'pay_invoice', permission: 'allow' as const, afterResults: true }];
	const { flaws } = await checkFlow({ ...definition, tools: { ...definition.tools, rules } }, none);
	expect(flaws.map(({ rule }) => rule)).toEqual(['effect-unguarded', 'limit-missing']);
});
