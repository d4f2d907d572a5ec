import type { ChatResponse } from '../../core/ports/models/models';
import type { SlackBlock } from '../fakes/services/slack';
import { slackToken } from '../fakes/services/slack';
import { signPress, startSlackAnswers, writePress } from '../fakes/services/slack-buttons';
import { calling } from '../fakes/tool-agent';
import { startTestService } from '../support/offering-service';
import { waitUntil } from '../support/wait-until';
import { type InboxNode, readInboxExample } from './inbox-example';
import { startWorld, type World } from './world';

interface Posted {
	message: { text: string; blocks: Array<SlackBlock & { elements?: Array<Record<string, unknown>> }> };
}

const pays = (to: string) => ({ text: '', ...calling(['pay', { number: 7, to }, 'p']), finish: 'tool-calls' }) as const;
const manyCalls = Array.from({ length: 18 }, (_, number): [string, object, string] => [
	'pay',
	{ number },
	`call_${'x'.repeat(24)}${number}`,
]);
const paysMany = { ...calling(...(manyCalls as Parameters<typeof calling>)), text: '', finish: 'tool-calls' } as const;
const asks = { text: '', ...calling(['askPerson', { question: 'Which order?' }, 'q']), finish: 'tool-calls' } as const;
const secret = 'the-signing-secret';
const ana = { id: 'U0ANA', name: 'ana' };

let world: World;
let service: Awaited<ReturnType<typeof startTestService>>;
let slack: Awaited<ReturnType<typeof startSlackAnswers>>;
let reader: string;
let posting: string;
let decided: string;
let credentials: Record<string, Record<string, unknown>>;
const work = Promise.withResolvers<void>();
const usage = { inputTokens: 10, outputTokens: 5, estimated: false };
const paid = async (): Promise<ChatResponse> => {
	await work.promise;
	return { text: 'Paid all.', finish: 'stop', model: 'script:model', usage };
};

beforeAll(async () => {
	[world, service, slack] = await Promise.all([
		startWorld(),
		startTestService([
			...[pays('Maria'), 'Paid.', pays('529.982.247-25'), 'Not paid.'],
			...[asks, asks, asks, asks],
			...[paysMany, 'Not paid.', pays('Bia'), paid, pays('Bo'), pays('Rui'), 'Paid.'],
		]),
		startSlackAnswers(),
	]);
	reader = await service.createKey('reader', ['run:read']);
	const key = await service.createKey('slack', ['agent:decide', 'run:read']);
	const create = async (node: string, type: string, data: object) =>
		[node, { [type]: await world.api.createCredential(type, data) }] as const;
	credentials = Object.fromEntries(
		await Promise.all([
			create('httpRequest', 'httpHeaderAuth', { name: 'Authorization', value: `Bearer ${key}` }),
			create('slack', 'slackApi', { accessToken: slackToken }),
			create('crypto', 'crypto', { hmacSecret: secret }),
		]),
	);
	posting = await world.api.publish(readExample('workflow', '#digest', 'inbox-post'), 'inbox-post');
	decided = await world.api.publish(readExample('decide-workflow', '#digest'), 'troupe-inbox-decision');
}, 300_000);
afterAll(async () => {
	slack?.close();
	await Promise.all([world?.stop(), service?.close()]);
});

const readExample = (name: string, channel: string, path = '', change?: (node: InboxNode) => InboxNode) =>
	readInboxExample(name, { settings: { service: service.url, channel, deciders: [ana.id, 'U0BO'] }, credentials, path, change });

const read = async (path: string) =>
	(await (await fetch(`${service.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${reader}` } })).json()) as Record<
		string,
		unknown
	>;

async function begin(): Promise<string> {
	const key = await service.createKey('asker', ['agent:run']);
	const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
	const answer = await fetch(`${service.url}/api/v1/agents/clerk/runs`, { method: 'POST', headers, body: '{"message":"Pay."}' });
	return ((await answer.json()) as { runId: string }).runId;
}

/** Executes a workflow once. @returns what Slack took, in order, and the answer of the last node */
async function execute(workflow = posting, path = 'inbox-post') {
	const { status, body } = await world.api.ask(path, {});
	const { Slack: ran = [] } = (await world.api.finishedRun(workflow)) as {
		Slack?: Array<{ data?: { main: Array<Array<{ json: Posted }> | null> } }>;
	};
	return { status, body, posted: ran.flatMap(({ data }) => (data?.main[0] ?? []).map(({ json }) => json)) };
}
async function post(): Promise<Posted> {
	const { posted } = await execute();
	expect(posted).toHaveLength(1);
	return posted[0]!;
}
const buttonsOf = ({ message: { blocks } }: Posted) =>
	blocks.flatMap(({ elements = [] }) => elements.flatMap((one) => one.action_id ?? []));

async function press({ message }: Posted, action: string, user = ana, sign = signPress): Promise<void> {
	const body = writePress({ action, user, message, responseUrl: slack.url });
	const { status } = await fetch(`${world.url}/webhook/troupe-inbox-decision`, { method: 'POST', headers: sign(body, secret), body });
	expect(status).toBe(200);
}

const answersAre = (count: number) =>
	waitUntil(`${count} answers to Slack`, () => slack.answers.length >= count, { seen: () => slack.answers });
const executions = async () => (await world.api.executions(decided)).filter(({ status }) => ['success', 'error'].includes(status)).length;

it('shows a call whole with buttons; no preview decides, and the first press does, once', async () => {
	const run = await begin();
	const posted = await post();
	expect(JSON.stringify(posted.message.blocks)).toContain('number: 7');
	expect(buttonsOf(posted)).toEqual(['approve', 'decline', 'open']);
	const url = `https://troupe.example.com/console/inbox/approval/${run}`;
	expect(JSON.stringify(posted.message.blocks)).toContain(url);

	// A preview of the chat opens the link; the webhook takes no GET.
	await fetch(`${service.url}/console/inbox/approval/${run}`);
	expect((await fetch(`${world.url}/webhook/troupe-inbox-decision`)).status).toBe(404);
	// Not of Slack, and an old request of it.
	const before = await executions();
	await press(posted, 'approve', ana, (body) => signPress(body, 'another secret'));
	await press(posted, 'approve', ana, (body) => signPress(body, secret, Math.floor(Date.now() / 1_000) - 600));
	await waitUntil('the executions end', async () => (await executions()) === before + 2);
	expect(await read(`runs/${run}`)).toMatchObject({ state: 'waiting' });

	await press(posted, 'approve', { id: 'U0EVE', name: 'eve' });
	await answersAre(1);
	expect(slack.answers[0]).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('U0EVE') as string });
	expect(await read(`runs/${run}`)).toMatchObject({ state: 'waiting' });

	await press(posted, 'approve');
	await answersAre(2);
	expect(slack.answers[1]).toMatchObject({ replace_original: true });
	expect(JSON.stringify(slack.answers[1])).toMatch(/Approved by <@U0ANA> at \d{4}-/);
	expect(buttonsOf({ message: { text: '', blocks: slack.answers[1]!.blocks! } })).toEqual([]);
	expect(await read(`runs/${run}`)).toMatchObject({ state: 'completed' });
	expect(JSON.stringify(await read(`runs/${run}`))).toContain('ana (U0ANA) in Slack');

	await press(posted, 'decline', { id: 'U0BO', name: 'bo' });
	await answersAre(3);
	expect(slack.answers[2]).toMatchObject({ response_type: 'ephemeral', replace_original: false });
	expect(slack.answers[2]!.text).toMatch(/Not decided\. The run was decided by api:key:/);
	expect((await execute()).posted).toEqual([]);
});

it('has no personal data, and approves nothing that was not shown', async () => {
	await begin();
	const posted = await post();
	expect(JSON.stringify(posted)).not.toContain('529.982');
	expect(JSON.stringify(posted)).toContain('[CPF]');
	expect(buttonsOf(posted)).toEqual(['decline', 'open']);
	await press(posted, 'decline');
	await answersAre(4);
	expect(JSON.stringify(slack.answers[3])).toContain('Declined by <@U0ANA>');
	expect(service.pay.calls).toHaveLength(1);
});

it('tells of anything else with a link alone, and of nothing twice', async () => {
	const run = await begin();
	const posted = await post();
	expect(posted.message.text).toContain('Question');
	expect(buttonsOf(posted)).toEqual(['open']);
	expect(JSON.stringify(posted)).toContain(`/console/inbox/question/${run}`);
	expect((await execute()).posted).toEqual([]);
});

it('tells each of three once, of two pages, though Slack fails with the second, and says which it did not tell', async () => {
	const runs = [await begin(), await begin(), await begin()];
	const smallPages = ({ name, ...node }: InboxNode): InboxNode => {
		const paged = { ...node.parameters, queryParameters: { parameters: [{ name: 'limit', value: '2' }] } };
		return { ...node, name, parameters: name === 'Inbox' ? paged : node.parameters };
	};
	const workflow = await world.api.publish(readExample('workflow', '#unsteady', 'inbox-unsteady', smallPages), 'inbox-unsteady');
	const told = ({ posted }: { posted: Posted[] }) =>
		posted.map((one) => runs.findIndex((run) => JSON.stringify(one).includes(`/console/inbox/question/${run}`)));
	const first = await execute(workflow, 'inbox-unsteady');
	expect(told(first)).toEqual([0, 2]);
	expect(await world.api.executions(workflow)).toMatchObject([{ status: 'error' }]);
	expect(told(await execute(workflow, 'inbox-unsteady'))).toEqual([1]);
	expect(told(await execute(workflow, 'inbox-unsteady'))).toEqual([]);
	expect((await world.api.executions(workflow)).map(({ status }) => status)).toEqual(['success', 'success', 'error']);
});

it('shows many calls at once with buttons that Slack takes', async () => {
	const run = await begin();
	const posted = await post();
	expect(buttonsOf(posted)).toEqual(['decline', 'open']);
	await press(posted, 'decline');
	await answersAre(5);
	expect(JSON.stringify(slack.answers[4])).toContain('Declined by <@U0ANA>');
	expect(await read(`runs/${run}`)).toMatchObject({ state: 'completed' });
});

it('says what became of a decision whose run takes longer than it waits', async () => {
	const run = await begin();
	const posted = await post();
	expect(buttonsOf(posted)).toEqual(['approve', 'decline', 'open']);
	await world.api.deactivate(decided);
	const hasty = (node: InboxNode): InboxNode => {
		const options = { ...(node.parameters['options'] as object), timeout: 2_000 };
		return node.name === 'Decide' ? { ...node, parameters: { ...node.parameters, options } } : node;
	};
	decided = await world.api.publish(readExample('decide-workflow', '#digest', '', hasty), 'troupe-inbox-decision');
	await press(posted, 'approve');
	await answersAre(6);
	expect(slack.answers[5]).toMatchObject({ replace_original: true });
	expect(JSON.stringify(slack.answers[5])).toMatch(/Approved by ana \(U0ANA\) in Slack at \d{4}-.*The agent has not answered yet/);
	expect(buttonsOf({ message: { text: '', blocks: slack.answers[5]!.blocks! } })).toEqual([]);
	work.resolve();
	const stateOf = async () => (await read(`runs/${run}`)).state;
	await waitUntil('the run ends', async () => (await stateOf()) === 'completed');
	expect(service.pay.calls).toHaveLength(2);
});

it('decides no other calls than those of the message', async () => {
	const run = await begin();
	const posted = await post();
	const [{ elements = [] }] = posted.message.blocks.slice(-1) as [Posted['message']['blocks'][number]];
	for (const one of elements) if (one.value) one.value = JSON.stringify({ ...(JSON.parse(one.value) as object), shown: 'f'.repeat(64) });
	await press(posted, 'approve');
	await answersAre(7);
	expect(slack.answers[6]).toMatchObject({ response_type: 'ephemeral', replace_original: false });
	expect(slack.answers[6]!.text).toContain('no longer those of this message');
	expect(await read(`runs/${run}`)).toMatchObject({ state: 'waiting' });
});

it('decides once, though a button was pressed twice, and answers the press of the link', async () => {
	const run = await begin();
	const posted = await post();
	await press(posted, 'open');
	await Promise.all([press(posted, 'approve'), press(posted, 'approve')]);
	await answersAre(9);
	expect(JSON.stringify(slack.answers.slice(7))).toContain('Approved by <@U0ANA>');
	expect(await read(`runs/${run}`)).toMatchObject({ state: 'completed' });
	expect(service.pay.calls).toHaveLength(3);
});
