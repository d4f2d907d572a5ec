import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeRunToken } from '../../../../sandbox/fakes/piperun/piperun-server';
import { waitUntil } from '../../../support/wait-until';
import type { Stage } from '../stage';
import type { StoryCrm } from '../story-host';
import { answeredByProcess, writeProcess } from './sales-process';
import { ServedStory } from './served-story';

interface Found {
	items: Array<Record<string, string>>;
}

/** The story as the process of examples/sdr/process plays it, on the engine of `troupe serve`. */
export class ProcessStory extends ServedStory {
	readonly crm: StoryCrm = {
		countStopped: async () => (await this.#findIncidents()).length,
		repeat: async () => {
			const keys = (await this.#findIncidents()).map((incident) => incident['incidentKey']!);
			await this.troupe.type(['process', 'retry', ...keys, '--engine', this.troupe.url]);
		},
	};

	constructor() {
		super(answeredByProcess);
	}

	override async start(stage: Stage): Promise<void> {
		await super.start(stage);
		await this.addCredential('piperun', 'piperunApi', { token: pipeRunToken, baseUrl: stage.pipeRun.url });
		await this.troupe.type(['process', 'deploy', ...writeProcess(this.home, stage), '--engine', this.troupe.url]);
	}

	/** No task is with a worker, or waits for one: what is active waits for a message, a person or an operator. */
	async settle(): Promise<void> {
		const filter = { state: 'ACTIVE', type: 'SERVICE_TASK', hasIncident: false };
		const isQuiet = async () => (await this.#search('element-instances', filter)).length === 0;
		await waitUntil('the process to wait', isQuiet, { everyMs: 50, seen: () => this.log });
	}

	readonly #findIncidents = () => this.#search('incidents', { state: 'ACTIVE' });

	async #search(what: string, filter: object): Promise<Found['items']> {
		const token = readFileSync(join(this.home, 'api-token'), 'utf8').trim();
		const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
		const answer = await fetch(`${this.troupe.url}/v2/${what}/search`, { method: 'POST', headers, body: JSON.stringify({ filter }) });
		if (!answer.ok) throw new Error(`${answer.status} for ${what}: ${await answer.text()}`);
		return ((await answer.json()) as Found).items;
	}
}
