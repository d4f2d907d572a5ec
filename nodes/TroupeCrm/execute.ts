import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { CrmTask } from '../../core/crm/crm-task';
import { parseCrmTask } from '../../core/crm/parse-crm-task';
import type { Gate } from '../../core/ports/manifests';
import { defaultGate } from '../../manifests/gate/default-gate';
import { runCrmTask } from '../../providers/compose/crm/crm-task';
import { whileNodeAdmitted } from '../shared/host';
import { runItems } from '../shared/run-items';
import { readState } from '../shared/state/read-state';
import { readCrm } from './read-crm';
import { readTask } from './read-task';
import { TroupeError, isTroupeError } from '../../core/base/errors';
import { properties } from './properties';

const fields: Record<string, string> = { id: 'leadId', 'company.name': 'companyName', 'person.name': 'personName' };

function nameFields(error: unknown): unknown {
	if (!isTroupeError(error)) return error;
	const place = /^The value of (?:lead\.)?([\w.]+) /.exec(error.message)?.[1];
	const label = place && findLabel(fields[place] ?? place.split('.').at(-1)!);
	if (!label) return error;
	const message = error.message.replace(/^The value of [\w.]+/, () => `The value of the field "${label}"`);
	return new TroupeError({ code: error.code, message, fix: error.fix, retryable: error.retryable, details: error.details, cause: error });
}

function findLabel(name: string): string | undefined {
	const inOptions = properties.flatMap(({ type, options = [] }) => (type === 'collection' ? options : []));
	return [...properties, ...inOptions].flatMap((field) => (field.name === name && 'displayName' in field ? [field.displayName] : []))[0];
}

export async function execute(this: IExecuteFunctions, gate: Gate = defaultGate()): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, gate, 'troupeCrm', ({ signal, context }) => {
		const work = async (item: number) => {
			const task = parseTask(context, item);
			const { requestsPerMinute } = context.getNodeParameter('options', item, {}) as { requestsPerMinute?: number };
			const state = await readState(context);
			const { operation: _operation, ...result } = await runCrmTask(
				task,
				await readCrm(context, { host: state, requestsPerMinute }),
				state,
				signal ?? new AbortController().signal,
			);
			return result as unknown as IDataObject;
		};
		return runItems(context, work, signal);
	});
}

function parseTask(context: IExecuteFunctions, item: number): CrmTask {
	try {
		return parseCrmTask(readTask(context, item));
	} catch (error) {
		throw nameFields(error);
	}
}
