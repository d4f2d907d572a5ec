import type { IBinaryKeyData, IDataObject, INodeExecutionData, IRun, ITriggerFunctions } from 'n8n-workflow';
import { fakeExecuteFunctions, type FakeExecution } from './fake-execute-functions';

/** The workflow behind a trigger: gets the first item that it emits, and gives what n8n tells of the execution's end. */
export type FakeWorkflow = (item: IDataObject, binary?: IBinaryKeyData) => Promise<Partial<IRun>>;

export interface FakeTrigger extends FakeExecution {
	mode?: 'trigger' | 'manual';
	activationMode?: 'activate' | 'init';
	workflow: FakeWorkflow;
	/** Data that n8n keeps with the workflow for the node. */
	staticData?: object;
}

/** n8n's side of a trigger, as far as ours touches it. What it logs as a warning, and the errors that it emits, are in the lists. */
export function fakeTriggerFunctions(options: FakeTrigger): { context: ITriggerFunctions; warnings: string[]; errors: Error[] } {
	const base = fakeExecuteFunctions(options);
	const warnings: string[] = [];
	const errors: Error[] = [];
	const context = {
		...base,
		getMode: () => options.mode ?? 'trigger',
		getActivationMode: () => options.activationMode ?? 'activate',
		getWorkflowStaticData: () => options.staticData ?? {},
		getTimezone: () => 'America/Sao_Paulo',
		getWorkflow: () => ({ id: 'w1', name: 'Stock', active: true }),
		getNodeParameter: (name: string, fallback?: unknown) => base.getNodeParameter(name, 0, fallback),
		logger: { debug: () => undefined, warn: (line: string) => void warnings.push(line) },
		helpers: {
			...base.helpers,
			createDeferredPromise: () => Promise.withResolvers(),
			prepareBinaryData: async (data: Buffer, fileName: string, mimeType: string) => ({
				data: data.toString('base64'),
				fileName,
				mimeType,
			}),
		},
		emit: (data: INodeExecutionData[][], _response: undefined, done?: PromiseWithResolvers<IRun>) => {
			const [{ json, binary }] = data[0] as [INodeExecutionData];
			void options.workflow(json, binary).then((run) => done?.resolve(run as IRun), done?.reject);
		},
		emitError: (error: Error) => void errors.push(error),
	};
	return { context: context as unknown as ITriggerFunctions, warnings, errors };
}

/** The end of an execution whose last node gave these items. */
export function succeeded(items: IDataObject[], lastNodeExecuted = 'Last'): Partial<IRun> {
	const run = { data: { main: [items.map((json) => ({ json }))] } };
	return ended('success', { runData: { [lastNodeExecuted]: [run] }, lastNodeExecuted });
}

export const failed = (message: string): Partial<IRun> => ended('error', { runData: {}, error: new Error(message) });

export const ended = (status: IRun['status'], resultData: object = { runData: {} }): Partial<IRun> =>
	({ mode: 'trigger', status, data: { resultData } }) as Partial<IRun>;
