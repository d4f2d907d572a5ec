import { heldBackNeeds, needsTable } from '../../test/support/plans/needs-table';
import { agentDoer, offerDoers } from '../../test/support/plans/offered-doers';
import { candidatesFor, findCandidates } from './find-candidates';
import { scoreNeed, readNeed } from './score-need';

const best = async (needs: string) => (await findCandidates(needs, ['agent', 'node'], offerDoers()))[0]?.name.split('@')[0] ?? null;

describe('who can do a step', () => {
	it.each([
		['the table that the threshold was chosen by', needsTable, 0],
		['needs that were held back', heldBackNeeds, 1],
	])('is right for %s', async (_, table, mayBeWrong) => {
		const wrong: string[] = [];
		for (const [needs, doer] of table) if ((await best(needs)) !== doer) wrong.push(`${needs}: ${await best(needs)}`);
		expect(wrong.length > mayBeWrong ? wrong : []).toEqual([]);
	});

	it('is told with reasons in the language of the plan, and with the risk', async () => {
		const [slack] = await findCandidates('Send the summary to the channel in Slack', ['node'], offerDoers());
		expect(slack).toMatchObject({ kind: 'node', name: 'n8n-nodes-base.slack', risk: 'irreversible' });
		expect(slack!.reasons).toEqual(['says send, channel, slack', 'says nothing of summary']);
		const [support] = await findCandidates('Responder à pergunta do cliente', ['agent'], offerDoers(), 'pt');
		expect(support!.reasons[0]).toMatch(/^fala de responder/);
	});

	it('is the one that reaches less far, then the cheaper one, where both do it as well', async () => {
		const twins = [
			agentDoer('a-writer', 'Writes replies.', ['replies.write'], { risk: 'irreversible' }),
			agentDoer('b-writer', 'Writes replies.', ['replies.write'], { risk: 'reads' }),
			agentDoer('c-writer', 'Writes replies.', ['replies.write'], { risk: 'reads' }),
		];
		const costs: Record<string, number> = { 'b-writer': 2, 'c-writer': 1 };
		const sources = offerDoers({
			list: async () => twins,
			costOf: async ({ title }) => ({ low: 0, likely: costs[title] ?? 0, high: 9, basis: 'recorded' }),
		});
		const found = await findCandidates('Write a reply', ['agent'], sources);
		expect(found.map(({ name }) => name.split('@')[0])).toEqual(['c-writer', 'b-writer', 'a-writer']);
	});

	it('is nobody whom a second look refuses', async () => {
		expect(await findCandidates('Translate the letter to English', ['agent'], offerDoers({ confirm: async () => undefined }))).toEqual([]);
	});

	it('is found in hostile texts in no time, and never for nothing', async () => {
		for (const needs of ['', '???', 'x'.repeat(100_000), 'fax '.repeat(20_000), '\u0000\u202e', '{{constructor}} __proto__'])
			expect(await findCandidates(needs, ['agent', 'node'], offerDoers())).toEqual([]);
	});

	it('is not a service that the need does not name, and not another one than it names', () => {
		const slack = { ...agentDoer('Slack', 'Chat', ['message send']), kind: 'node' as const, isOfService: true };
		const score = (needs: string) => scoreNeed(readNeed(needs), slack).score;
		expect(score('Send the message in Slack')).toBeGreaterThan(0.9);
		expect(score('Send the message')).toBeLessThan(score('Send the message in Slack'));
		expect(score('Send the message in Mattermost')).toBeLessThan(0.5);
	});
});

describe('what a model is told of', () => {
	const wish =
		'When an invoice arrives, read it and extract the amount. Above 5000, ask the boss. Then send a message in Slack and thank the customer.';

	it('is what the parts of the wish need, bounded', async () => {
		const names = (await candidatesFor(wish, offerDoers())).map(({ name }) => name.split('@')[0]);
		expect(names).toEqual(expect.arrayContaining(['invoice-reader', 'n8n-nodes-base.slack', 'troupe:send']));
		expect(names).not.toContain('n8n-nodes-base.trello');
		const many = Array.from({ length: 200 }, (_, at) => agentDoer(`reader-${at}`, 'Reads invoices.', ['invoices.extract']));
		expect(await candidatesFor(wish, offerDoers({ list: async () => many }))).toHaveLength(30);
	});
});
