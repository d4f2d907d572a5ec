import { TroupeError, type TroupeErrorCode } from '../../../core/base/errors';
import type { ContractTarget } from '../../contract/contract-case';
import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { ExportedRecords } from '../log/exported-records';
import { SettlingEngine } from '../log/settling-engine';

/** Where an engine that start-server.mjs started for this run answers. */
export interface RealEngine {
	address: string;
	restAddress: string;
	/** Its log, as lines of JSON. */
	recordsFile: string;
}

/** The broker that was started for this run. */
export type BrokerOfThisRun = RealEngine | { unavailable: string };

export const brokerOfThisRun = (): BrokerOfThisRun => ofThisRun('TROUPE_TEST_ZEEBE');

/** Declares tests that need the Zeebe 8.6 broker, or one skipped test that says why there is none. */
export const describeWithBroker = (name: string, declare: (broker: RealEngine) => void): void =>
	describeWith(ofThisRun('TROUPE_TEST_ZEEBE'), name, declare);

/** The same for the Zeebe 8.8 engine. */
export const describeWithZeebe88 = (name: string, declare: (engine: RealEngine) => void): void =>
	describeWith(ofThisRun('TROUPE_TEST_ZEEBE_88'), name, declare);

/** A real engine as a target of the contract. */
export async function createContractTarget({ address, restAddress, recordsFile }: RealEngine): Promise<ContractTarget> {
	const observer = new ExportedRecords(recordsFile);
	const settling = new SettlingEngine(await connectZeebe({ address, restAddress }), observer);
	return {
		engine: settling.engine,
		observer,
		findElement: (instanceKey, elementId) => observer.findElement(instanceKey, elementId),
		findFormVersion: (formKey) => observer.findFormVersion(formKey),
		assignUserTask: (key, assignee) => changeUserTask(`${restAddress}/v2/user-tasks/${key}/assignment`, 'POST', { assignee }),
		updateUserTask: (key, changeset) => changeUserTask(`${restAddress}/v2/user-tasks/${key}`, 'PATCH', { changeset }),
		settle: () => settling.settle(),
		wait: (ms) => settling.wait(ms),
		stop: async () => {
			await settling.engine.close();
			observer.close();
		},
	};
}

async function changeUserTask(url: string, method: string, body: object): Promise<void> {
	const response = await fetch(url, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
	if (response.ok) return;
	const codes: Record<number, TroupeErrorCode> = { 400: 'INPUT_INVALID', 404: 'USER_TASK_NOT_FOUND', 409: 'STATE_CONFLICT' };
	throw new TroupeError({ code: codes[response.status] ?? 'INTERNAL', message: `${response.status} for ${url}: ${await response.text()}` });
}

function describeWith(engine: BrokerOfThisRun, name: string, declare: (engine: RealEngine) => void): void {
	if ('unavailable' in engine) describe.skip(name, () => test(`skipped: ${engine.unavailable}`, () => undefined));
	else declare(engine);
}

const ofThisRun = (variable: string): BrokerOfThisRun =>
	JSON.parse(process.env[variable] ?? '{"unavailable":"run with test/zeebe/jest.config.mjs"}') as BrokerOfThisRun;
