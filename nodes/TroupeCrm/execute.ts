import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { CrmTask } from '../../core/crm/crm-task';
import { parseCrmTask } from '../../core/crm/parse-crm-task';
import type { CrmTaskInput } from '../../core/crm/parse-crm-task';
import type { Gate } from '../../core/ports/manifests';
import { defaultGate } from '../../manifests/gate/default-gate';
import { runCrmTask } from '../../providers/compose/crm/crm-task';
import { whileNodeAdmitted } from '../shared/host';
import { runItems } from '../shared/run-items';
import { readState } from '../shared/state/read-state';
import { readCrm } from './read-crm';
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

function readTask(context: IExecuteFunctions, item: number): CrmTaskInput {
	const read = (name: string) => context.getNodeParameter(name, item, '');
	const operation = read('operation');
	switch (operation) {
		case 'findCompany':
			return { operation, cnpj: read('cnpj') };
		case 'addNote':
			return { operation, key: read('key'), target: read('target'), targetId: read('targetId'), text: read('text') };
		default: {
			const options = context.getNodeParameter('options', item, {});
			const { origin, owner, noteTemplate } = options;
			return {
				operation,
				lead: readLead(context, item, options),
				pipeline: read('pipeline'),
				stage: read('stage'),
				origin,
				owner,
				noteTemplate,
			};
		}
	}
}

function readLead(context: IExecuteFunctions, item: number, options: IDataObject): object {
	const read = (name: string) => context.getNodeParameter(name, item, '');
	const rows = context.getNodeParameter('details.detail', item, []) as Array<{ name?: string; value?: string }>;
	const { legalName, website, jobTitle, priceAnswer, priceReason } = options;
	const city = read('city');
	const hasCompany = [read('companyName'), read('cnpj'), legalName].some(Boolean);
	return {
		id: read('leadId'),
		company: hasCompany ? { name: read('companyName'), cnpj: read('cnpj'), legalName, website, city } : undefined,
		person: { name: read('personName'), phone: read('phone'), email: read('email'), jobTitle, city },
		deal: { title: read('title'), value: options['value'], temperature: read('temperature') },
		details: Object.fromEntries(rows.flatMap(({ name = '', value }) => (name.trim() ? [[name.trim(), value]] : []))),
		summary: read('summary'),
		priceException: priceAnswer ? { answer: priceAnswer, reason: priceReason } : undefined,
	};
}
