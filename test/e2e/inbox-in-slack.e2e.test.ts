import { readFileSync } from 'node:fs';
import type { SlackBlock } from '../../sandbox/fakes/services/slack';
import { slackToken } from '../../sandbox/fakes/services/slack';
import { signPress, startSlackAnswers, writePress } from '../../sandbox/fakes/services/slack-buttons';
import { calling } from '../../sandbox/fakes/tool-agent';
import { startTestService } from '../support/offering-service';
import { waitUntil } from '../support/wait-until';
import type { Workflow } from './n8n-api';
import { startWorld, type World } from './world';

interface Node {
	name: string;
	type: string;
	parameters: { assignments?: { assignments: Array<{ name: string; value: unknown }> } };
}
interface Posted {
	message: { text: string; blocks: Array<SlackBlock & { elements?: Array<Record<string, unknown>> }> };
}

const pays = (to: string) => ({ text: '', ...calling(['pay', { number: 7, to }, 'p']), finish: 'tool-calls' }) as const;
const asks = { text: '', ...calling(['askPerson', { question: 'Which order?' }, 'q']), finish: 'tool-calls' } as const;
const secret = 'the-signing-secret';
const ana = { id: 'U0ANA', name: 'ana' };

let world: World;
let service: Awaited<ReturnType<typeof startTestService>>;
let slack: Awaited<ReturnType<typeof startSlackAnswers>>;
let reader: string;
let decided: string;

beforeAll(async () => {
	[world, service, slack] = await Promise.all([
		startWorld(),
		startTestService([pays('Maria'), 'Paid.', pays('529.982.247-25'), 'Not paid.', asks, 'Fine.']),
		startSlackAnswers(),
	]);
	reader = await service.createKey('reader', ['run:read']);
	const key = await service.createKey('slack', ['agent:decide', 'run:read']);
	const create = async (type: string, data: object) => [type, await world.api.createCredential(type, data)] as const;
	const credentials = Object.fromEntries(
		await Promise.all([
			create('httpHeaderAuth', { name: 'Authorization', value: `Bearer ${key}` }),
			create('slackApi', { accessToken: slackToken }),
			create('crypto', { hmacSecret: secret }),
		]),
	);
	const settings = { service: service.url, channel: '#digest', deciders: [ana.id, 'U0BO'] };
	await world.api.publish(readExample('workflow', credentials, settings), 'inbox-post');
	decided = await world.api.publish(readExample('decide-workflow', credentials, settings), 'troupe-inbox-decision');
}, 300_000);
afterAll(async () => {
	slack?.close();
	await Promise.all([world?.stop(), service?.close()]);
});

/** An example as people import it, with their credentials and settings. A webhook stands in for the clock. */
function readExample(name: string, credentials: Record<string, unknown>, settings: Record<string, unknown>): Workflow {
	const { id: _taken, ...example } = JSON.parse(readFileSync(`examples/inbox/${name}.json`, 'utf8')) as Workflow & { id: string };
	const ofType: Record<string, string> = { httpRequest: 'httpHeaderAuth', slack: 'slackApi', crypto: 'crypto' };
	const nodes = (example.nodes as Node[]).map((node) => {
		const type = ofType[node.type.replace('n8n-nodes-base.', '')];
		if (node.name === 'Settings')
			for (const field of node.parameters.assignments!.assignments) {
				const value = settings[field.name];
				if (value !== undefined) field.value = Array.isArray(value) ? `={{ ${JSON.stringify(value)} }}` : value;
			}
		if (node.type.endsWith('.scheduleTrigger'))
			return {
				...{ ...node, type: 'n8n-nodes-base.webhook', typeVersion: 2, webhookId: 'inbox-post' },
				parameters: { httpMethod: 'POST', path: 'inbox-post', responseMode: 'lastNode' },
			};
		return type ? { ...node, credentials: { [type]: credentials[type] } } : node;
	});
	return { ...example, nodes };
}

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

const post = async () => (await world.api.ask<Posted>('inbox-post', {})).body;
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

it('shows a call whole with buttons; the first press decides, once, and says who', async () => {
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
	expect(JSON.stringify(await post())).not.toContain(run);
});
