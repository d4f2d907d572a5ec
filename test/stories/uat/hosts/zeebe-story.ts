import type { ProcessEngine } from '../../../../engine-adapter/engine/process-engine';
import { connectZeebe } from '../../../../engine-adapter/zeebe/connect-zeebe';
import { pipeRunToken } from '../../../../sandbox/fakes/piperun/piperun-server';
import { waitUntil } from '../../../support/wait-until';
import type { RealEngine } from '../../../zeebe/broker/real-engine';
import { ExportedRecords } from '../../../zeebe/log/exported-records';
import type { TroupeService } from '../../troupe-service';
import type { Stage } from '../stage';
import type { StoryCrm } from '../story-host';
import { answeredByProcess, writeProcess } from './sales-process';
import { ServedStory } from './served-story';

/** The process of the story: other tests leave instances on the same engine. */
const own = { processId: 'sdr' };

/** The story as the process of examples/sdr/process plays it on a real Zeebe: `troupe serve` receives, `troupe worker` does the jobs. */
export class ZeebeStory extends ServedStory {
	readonly crm: StoryCrm = {
		countStopped: async () => (await this.#records.searchIncidents(own)).length,
		repeat: async () => {
			for (const { key, jobKey } of await this.#records.searchIncidents(own)) {
				if (jobKey) await this.#engine.updateJobRetries(jobKey, 1);
				await this.#engine.resolveIncident(key);
			}
		},
	};
	#worker!: TroupeService;
	#engine!: ProcessEngine;
	#records!: ExportedRecords;

	constructor(readonly zeebe: RealEngine) {
		super(answeredByProcess, ['--no-engine', '--channels-to', zeebe.address]);
	}

	override get log(): string {
		return `${super.log}\n${this.#worker.log}`;
	}

	override async start(stage: Stage): Promise<void> {
		const { address, restAddress, recordsFile } = this.zeebe;
		this.#engine = await connectZeebe({ address, restAddress });
		this.#records = new ExportedRecords(recordsFile);
		this.#worker = this.createService(stage, 'worker.log');
		await super.start(stage);
		await this.addCredential('piperun', 'piperunApi', { token: pipeRunToken, baseUrl: stage.pipeRun.url });
		await this.troupe.type(['process', 'deploy', ...writeProcess(this.home, stage), '--engine', 'zeebe', '--address', address]);
		await this.#worker.work(address);
	}

	protected override createService(stage: Stage, logFile: string): TroupeService {
		return super.createService(stage, logFile, { ZEEBE_REST_ADDRESS: this.zeebe.restAddress });
	}

	/** No task is with a worker, or waits for one, and every conversation waits for a message or a person. */
	async settle(): Promise<void> {
		await waitUntil('the process to wait', async () => this.#isWaiting(await this.#readStopped()), { everyMs: 50, seen: () => this.log });
	}

	override async stop(): Promise<void> {
		await this.#worker?.kill();
		await super.stop();
		await this.#engine?.close();
		this.#records?.close();
	}

	async #readStopped(): Promise<ReadonlySet<string>> {
		return new Set((await this.#records.searchIncidents(own)).map(({ elementId }) => elementId));
	}

	#isWaiting(stopped: ReadonlySet<string>): boolean {
		const active = new Map<number, { element: string; type: string }>();
		for (const { key, intent, valueType, value } of this.#records.of()) {
			if (valueType !== 'PROCESS_INSTANCE' || value.bpmnProcessId !== own.processId) continue;
			if (intent === 'ELEMENT_ACTIVATING') active.set(key, { element: value.elementId!, type: value.bpmnElementType! });
			if (['ELEMENT_COMPLETED', 'ELEMENT_TERMINATED'].includes(intent)) active.delete(key);
		}
		const elements = [...active.values()];
		const count = (...types: string[]) => elements.filter(({ type, element }) => types.includes(type) && !stopped.has(element)).length;
		return count('SERVICE_TASK') === 0 && count('EVENT_BASED_GATEWAY', 'USER_TASK') >= count('PROCESS');
	}
}
