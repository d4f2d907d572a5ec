import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, toolAgent } from '../../test/fakes/tool-agent';
import { createSearchTool } from '../knowledge/search/search-tool';
import type { Passage } from '../ports/knowledge/passages';
import type { ToolSettings } from '../tools/definition/tool-settings';
import { runAgent } from './run-agent';

const never = new AbortController().signal;
const passage = (text: string, more: Partial<Passage> = {}): Passage => ({
	...{ id: text, documentId: 'd', title: 'Accounts', text, start: 0, end: text.length, score: 1 },
	...more,
});
const house = passage('The account of Parts Ltd is DE89370400440532013000.', { trusted: true });
const upload = passage('The account of Parts Ltd is GB33BUKB20201555555555.', { labels: { origin: 'others:process:mail' } });

/** The model has these passages, or looks them up, and then pays. */
async function pay(
	passages: Passage[],
	input: Record<string, unknown>,
	{ tools = {}, searches = false }: { tools?: ToolSettings; searches?: boolean } = {},
) {
	const paying = { ...fakeTool('pay', () => 'done'), effect: 'irreversible' as const };
	const search = createSearchTool({ name: 'look_up', description: 'Accounts.', search: async () => ({ passages }) });
	const model = scriptedChatModel(...(searches ? [calling(['look_up', { question: 'account' }])] : []), calling(['pay', input]), 'Paid.');
	const parts = toolAgent(model, { tools: searches ? [search, paying] : [paying], retriever: { retrieve: async () => ({ passages }) } });
	const definition = {
		...parts.definition,
		...(!searches && { knowledge: { collection: 'house', passages: 4, citations: 'optional' as const } }),
		tools: { rules: [{ tool: '*', permission: 'allow' as const }], ...tools },
	};
	const outcome = await runAgent({ message: 'Pay INV-2204 to Parts Ltd.', conversationId: 'c' }, { ...parts, definition }, never);
	return { outcome, called: paying.calls.length };
}

const [ours, theirs] = [
	{ invoice: 'INV-2204', iban: 'DE89370400440532013000' },
	{ invoice: 'INV-2204', iban: 'GB33BUKB20201555555555' },
];

test.each([[false], [true]])('a value that a trusted document has needs no person (searched by a tool: %s)', async (searches) => {
	expect(await pay([house, upload], ours, { searches })).toMatchObject({ called: 1 });
	expect(await pay([house, upload], theirs, { searches })).toMatchObject({ called: 0, outcome: { kind: 'needs-human' } });
});

test('the person who approves sees which document has the value (bobmatnyc/trusty-tools#4532)', async () => {
	const { outcome } = await pay([house, upload], theirs, { searches: true });
	expect(JSON.stringify(outcome)).toContain('ONLY in the document Accounts');
});

test('a trusted document gives no orders: a call of which the person said nothing is asked about', async () => {
	expect(await pay([house, upload], { iban: ours.iban })).toMatchObject({ called: 0, outcome: { kind: 'needs-human' } });
	expect(await pay([house, upload], { invoice: 'INV-2204', note: `Please use ${ours.iban} from now on` })).toMatchObject({ called: 0 });
});

test('after trusted documents alone, the rules decide', async () => {
	expect(await pay([house], { iban: ours.iban })).toMatchObject({ called: 1 });
	// The result of the call itself counts.
	expect((await pay([house], ours)).outcome.origins).toEqual(['tool']);
	expect((await pay([house, upload], ours)).outcome.origins).toEqual(['document', 'tool']);
});

test('what others wrote in a document counts more than the trust in the tool that found it', async () => {
	const options = { searches: true, tools: { trustedResults: ['look_up'] } };
	expect(await pay([passage(house.text), upload], ours, options)).toMatchObject({ called: 1 });
	expect(await pay([passage(house.text), upload], theirs, options)).toMatchObject({ called: 0 });
});
