/** A process with a task that asks a person over Slack or Gmail, the worker that serves it, and the address at which people answer. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWorkerService } from '../../../service/worker-service';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../contract/model-builder';
import { decorate } from '../../../engine-adapter/decorate';
import type { ProcessEngine } from '../../../engine-adapter/engine/process-engine';
import type { Worker } from '../../../engine-adapter/engine/workers';
import { WorkerMetrics } from '../../../engine-adapter/worker-metrics';
import { openN8nNodeWorker } from '../../../engine-adapter/workers/nodes/n8n-node-worker';
import type { NodeGate } from '../../../core/ports/manifests';
import type { Host } from '../../../providers/compose/hosts/host';
import { closeOpened } from '../../../providers/compose/open-once';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { openGate, openNodeGate } from '../../fakes/permissive-gate';
import { type OutsideWorld, startOutsideWorld } from '../../fakes/outside-world';
import { accessOf } from '../../fakes/services/access';
import { gmailService, type Mailbox } from '../../fakes/services/gmail';
import { type SlackChannel, slackService, slackToken } from '../../fakes/services/slack';
import { ensureN8nHost } from '../../../scripts/lib/n8n-host.mjs';
import { setEnvironment } from '../set-environment';
import { storedCredentials } from '../stored-credentials';
import { waitUntil } from '../wait-until';

const gmailToken = 'ya29.stand-in';
const publicUrl = 'https://troupe.example.com/people';
const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' };

export type Engine = ProcessEngine;

export interface Question {
	/** n8n's parameters of `sendAndWait`. */
	parameters?: object;
	over?: 'slack' | 'gmail';
	headers?: Record<string, string>;
	/** Variables of the process, besides `order`. */
	variables?: Record<string, unknown>;
}

/** What a person has in the message. */
export interface Ask {
	instanceKey: string;
	links: URL[];
}

export interface Answered {
	status: number;
	text: string;
}

export class QuestionDesk {
	readonly channel: SlackChannel = { id: 'C0APPROVALS', name: 'approvals', messages: [] };
	readonly mailbox: Mailbox = { address: 'troupe@example.com', messages: [], drafts: [] };
	/** The keys of the jobs that the worker got, in order. */
	readonly deliveries: string[] = [];
	/** What came of them, in the order in which the engine heard it. */
	readonly outcomes: string[] = [];
	nodeGate: NodeGate = openNodeGate();
	#engine!: Engine;
	#worker: Worker | undefined;
	#service: Awaited<ReturnType<typeof buildWorkerService>> | undefined;
	#address = '';
	#count = 0;

	private constructor(
		private readonly stateFolder: string,
		private readonly outside: OutsideWorld,
		private readonly environment: Record<string, string>,
		private readonly restore: () => void,
		/** Opens the engine that the folder's state is of. */
		private readonly openEngine: (folder: string) => Promise<Engine>,
	) {}

	static async open(openEngine: (folder: string) => Promise<Engine>): Promise<QuestionDesk> {
		const { folder, node } = await ensureN8nHost({ progress: () => undefined });
		const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-questions-'));
		const services: Record<string, Parameters<typeof startOutsideWorld>[0][string]> = {};
		const outside = await startOutsideWorld(services);
		const environment = { TROUPE_N8N: folder, TROUPE_N8N_PROGRAM: node, TROUPE_PUBLIC_URL: publicUrl };
		const desk = new QuestionDesk(stateFolder, outside, environment, setEnvironment(outside.environment), openEngine);
		services['slack.com'] = slackService([desk.channel]);
		services['www.googleapis.com'] = gmailService(desk.mailbox, accessOf(gmailToken, ['https://www.googleapis.com/auth/gmail.send']));
		await desk.start();
		return desk;
	}

	get engine(): Engine {
		return this.#engine;
	}

	get host(): Host {
		const tokens = { access_token: gmailToken, refresh_token: 'r', expires_in: 3_600, token_type: 'Bearer' };
		const credentials = storedCredentials(
			{ name: 'slack', type: 'slackApi', data: { accessToken: slackToken } },
			{ name: 'gmail', type: 'gmailOAuth2', data: { clientId: 'c', clientSecret: 's', oauthTokenData: tokens } },
		);
		const { stateFolder, environment } = this;
		const nodeGate: NodeGate = { admit: (type, installed) => this.nodeGate.admit(type, installed) };
		return { gate: openGate(), nodeGate, agentFolders: [], providers: {}, stateFolder, database: '', environment, credentials };
	}

	/** Returns the record of the task that was worked on last. */
	async findRun(of: { instance?: string } = {}) {
		const [run] = await (await openRuns(this.host, this.stateFolder)).list(1, false, of);
		return run;
	}

	/** Opens everything that a machine has in memory. */
	async start(): Promise<void> {
		this.#engine = await this.openEngine(this.stateFolder);
		await this.openWorker();
		const parts = {
			host: this.host,
			engine: this.#engine,
			metrics: new WorkerMetrics(),
			isDraining: () => false,
			clusterState: () => 'open',
		};
		this.#service = await buildWorkerService({ ...parts, version: '1.0.0', address: '127.0.0.1', log: () => undefined });
		this.#address = await this.#service.listen({ port: 0, host: '127.0.0.1' });
	}

	async openWorker(): Promise<void> {
		const engine = decorate(this.#engine, {
			openWorker: (type, options, handler) =>
				this.#engine.openWorker(type, options, (job, signal) => {
					this.deliveries.push(job.key);
					return handler(job, signal);
				}),
		});
		this.#worker = await openN8nNodeWorker(engine, this.host, {
			timeoutMs: 10_000,
			onDelivered: (outcome) => void this.outcomes.push(outcome),
		});
	}

	async closeWorker(): Promise<void> {
		await this.#worker?.close();
		this.#worker = undefined;
	}

	async stop(): Promise<void> {
		await this.closeWorker();
		await this.#service?.close();
		await this.#engine.close();
		await closeOpened();
	}

	async close(): Promise<void> {
		await this.stop();
		this.restore();
		await this.outside.close();
		rmSync(this.stateFolder, { recursive: true, force: true });
	}

	/** Deploys a process that asks. @returns its id */
	async deploy({ parameters = {}, over = 'slack', headers = {} }: Question = {}): Promise<string> {
		const id = `ask-${process.pid}-${Date.now().toString(36)}-${++this.#count}`;
		const node = {
			slack: { nodeType: 'n8n-nodes-base.slack', typeVersion: '2.4' },
			gmail: { nodeType: 'n8n-nodes-base.gmail', typeVersion: '2.1' },
		};
		const to = {
			slack: { select: 'channel', channelId: { __rl: true, mode: 'id', value: 'C0APPROVALS' } },
			gmail: { sendTo: 'ana@example.com', subject: 'Refund' },
		};
		const whole = { resource: 'message', operation: 'sendAndWait', message: 'Refund order 7?', options: {}, ...to[over], ...parameters };
		const credentials = { slack: 'slackApi', gmail: 'gmailOAuth2' };
		const task = serviceTask('ask', {
			type: 'troupe:n8n-node',
			headers: { ...node[over], inputs: 'credentials', parameters: JSON.stringify(whole), ...headers },
			inputs: [{ source: `="${over}"`, target: `credentials.${credentials[over]}` }],
			outputs: [{ source: '=item', target: 'answer' }],
		});
		await this.#engine.deploy([processModel(id, [startEvent(), task, endEvent(), ...chain('start', 'ask', 'end')])]);
		return id;
	}

	/** Starts a process that asks, and returns the links that it sent. */
	async ask(question: Question = {}): Promise<Ask> {
		const processId = await this.deploy(question);
		const sentBefore = this.sent;
		const { instanceKey } = await this.#engine.start({ processId, variables: { order: 7 } });
		await this.#sentMore(sentBefore);
		return { instanceKey, links: this.#readLinks(question.over) };
	}

	/** Asks, and returns what the process has when it is over too. */
	async askUntilEnd(question: Question = {}): Promise<Ask & { end: Promise<Record<string, unknown>> }> {
		const processId = await this.deploy(question);
		const sentBefore = this.sent;
		const end = this.#engine
			.startAndAwait({ processId, variables: { order: 7, ...question.variables } }, 100_000)
			.then(({ variables }) => variables);
		end.catch(() => undefined);
		await this.#sentMore(sentBefore);
		return { instanceKey: '', links: this.#readLinks(question.over), end };
	}

	async #sentMore(before: number): Promise<void> {
		let incidents: unknown;
		await waitUntil(
			'the message',
			async () => {
				if (this.#engine.capabilities.search) incidents = (await this.#engine.searchIncidents({})).map(({ message }) => message);
				return this.sent > before;
			},
			{ seen: () => incidents, forMs: 30_000, everyMs: 100 },
		);
	}

	get sent(): number {
		return this.channel.messages.length + this.mailbox.messages.length;
	}

	#readLinks(over = 'slack'): URL[] {
		const blocks = this.channel.messages.at(-1)?.blocks ?? [];
		const buttons = blocks.flatMap(({ elements = [] }) => elements.flatMap(({ url }) => (url === undefined ? [] : [url])));
		const hrefs = [...(this.mailbox.messages.at(-1)?.text ?? '').matchAll(/href="([^"]+\/waiting\/[^"]+)"/g)].map(([, href]) =>
			href!.replaceAll('&amp;', '&'),
		);
		return (over === 'slack' ? buttons : hrefs).map((url) => new URL(url));
	}

	/** The address of a link on this machine: a proxy takes the path of the public address away. */
	addressOf = (link: URL): string => `${this.#address}${link.pathname.slice('/people'.length)}${link.search}`;

	/** Opens a link as a browser does. */
	async visit(link: URL, { body, headers = {} }: { body?: FormData | string; headers?: Record<string, string> } = {}): Promise<Answered> {
		const post = body === undefined ? {} : { method: 'POST', body };
		const response = await fetch(this.addressOf(link), { ...post, headers: { ...browser, ...headers } });
		return { status: response.status, text: await response.text() };
	}

	/** Presses the button of the page to which the link leads. */
	press(link: URL): Promise<Answered> {
		return this.visit(link, { body: '', headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'null' } });
	}
}
