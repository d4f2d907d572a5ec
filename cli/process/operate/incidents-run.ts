import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { stringifyJson } from '../../../core/base/text/json/lossless-json';
import type { Variables } from '../../../engine-adapter/engine/variables';
import type { ExitCode } from '../../terminal/report-error';
import { tableLines, type Column } from '../../terminal/table-lines';
import { printable, type Terminal } from '../../terminal/terminal';
import { adviceFor } from '../incident-advice';
import type { OperatorOptions } from './connect-operator';
import { readDate, readText, searchItems, type Item } from './search';
import { withGatedOperator, withOperator, type OperateParts } from './with-operator';
import type { Operator } from './operator';

export interface IncidentsOptions extends OperatorOptions {
	process?: string;
	all?: boolean;
}

export interface RetryOptions extends OperatorOptions {
	retries: number;
	variables?: Variables;
}

export function runProcessIncidents(
	instanceKey: string | undefined,
	options: IncidentsOptions,
	terminal: Terminal,
	parts?: OperateParts,
): Promise<ExitCode> {
	const filter = { processInstanceKey: instanceKey, processDefinitionId: options.process, state: options.all ? undefined : 'ACTIVE' };
	return withOperator(
		options,
		terminal,
		async (operator) => {
			const incidents = await searchItems(operator, terminal, { subject: 'Searching incidents', what: 'incidents', filter });
			if (options.json) return terminal.print(stringifyJson({ incidents }));
			if (incidents.length === 0) return terminal.note('No incident matches.');
			for (const line of incidentLines(incidents, terminal)) terminal.print(line);
		},
		parts,
	);
}

export function incidentLines(incidents: Item[], terminal: Terminal): string[] {
	const open = incidents.filter((incident) => readText(incident, 'state') !== 'RESOLVED');
	return [
		...tableLines(columns, incidents, terminal, (incident) => (open.includes(incident) ? 'red' : undefined)),
		...open.flatMap((incident) => [
			'',
			printable(`${readText(incident, 'incidentKey')}: ${readText(incident, 'errorMessage')}`),
			terminal.style('yellow', adviceFor(readText(incident, 'errorType'))),
		]),
	];
}

const columns: Array<Column<Item>> = [
	{ name: 'incident', title: 'INCIDENT', value: (item) => readText(item, 'incidentKey') },
	{ name: 'instance', title: 'INSTANCE', value: (item) => readText(item, 'processInstanceKey') },
	{ name: 'process', title: 'PROCESS', value: (item) => readText(item, 'processDefinitionId') },
	{ name: 'element', title: 'ELEMENT', value: (item) => readText(item, 'elementId') },
	{ name: 'type', title: 'TYPE', value: (item) => readText(item, 'errorType') },
	{ name: 'state', title: 'STATE', value: (item) => readText(item, 'state').toLowerCase() },
	{ name: 'since', title: 'SINCE (UTC)', value: (item) => readDate(item, 'creationTime') },
];

/** @throws TroupeError INCIDENT_NOT_FOUND, STATE_CONFLICT for a job without retries; incidents before it are resolved */
export function runProcessResolve(keys: string[], options: OperatorOptions, terminal: Terminal, parts?: OperateParts): Promise<ExitCode> {
	const resolve = async ({ engine }: Operator): Promise<void> => {
		for (const key of keys) {
			await engine.resolveIncident(key).catch((error: unknown) => {
				throw explainRefusal(error, key);
			});
			terminal.print(options.json ? JSON.stringify({ resolved: key }) : `Incident ${key} is resolved.`);
		}
	};
	return withGatedOperator('process resolve', options, terminal, resolve, parts);
}

/** An engine of 8.6 says of an incident without retries that it is not there. */
function explainRefusal(error: unknown, key: string): unknown {
	if (!isTroupeError(error) || !['INCIDENT_NOT_FOUND', 'STATE_CONFLICT'].includes(error.code)) return error;
	const { code, message, details } = error;
	const fix = `Check the key. If the job of the incident has no retries left, use \`troupe process retry ${key}\`.`;
	return new TroupeError({ code, message, fix, details, cause: error });
}

/** @throws TroupeError INCIDENT_NOT_FOUND; incidents before it are resolved */
export function runProcessRetry(keys: string[], options: RetryOptions, terminal: Terminal, parts?: OperateParts): Promise<ExitCode> {
	const retry = async (operator: Operator): Promise<void> => {
		for (const key of keys) {
			for (const incident of await findIncidents(operator, terminal, key)) {
				const incidentKey = readText(incident, 'incidentKey');
				const jobKey = readText(incident, 'jobKey');
				if (options.variables) await operator.engine.setVariables(readText(incident, 'processInstanceKey'), options.variables);
				if (jobKey !== '') await operator.engine.updateJobRetries(jobKey, options.retries);
				await operator.engine.resolveIncident(incidentKey);
				const outcome = jobKey === '' ? 'is resolved' : `is resolved, its job ${jobKey} is tried again`;
				terminal.print(
					options.json ? JSON.stringify({ resolved: incidentKey, ...(jobKey && { job: jobKey }) }) : `Incident ${incidentKey} ${outcome}.`,
				);
			}
		}
	};
	return withGatedOperator('process retry', options, terminal, retry, parts);
}

/** The incident of the key, or the open ones of the instance of the key. */
async function findIncidents(operator: Operator, terminal: Terminal, key: string): Promise<Item[]> {
	const call = { subject: `incident ${key}`, method: 'GET', path: `/incidents/${key}`, notFound: 'INCIDENT_NOT_FOUND' } as const;
	try {
		const incident = await operator.rest.call<Item>(call);
		if (readText(incident, 'state') !== 'RESOLVED') return [incident];
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'INCIDENT_NOT_FOUND') throw error;
	}
	const filter = { processInstanceKey: key, state: 'ACTIVE' };
	const ofInstance = await searchItems(operator, terminal, { subject: 'Searching incidents', what: 'incidents', filter });
	if (ofInstance.length > 0) return ofInstance;
	throw new TroupeError({
		code: 'INCIDENT_NOT_FOUND',
		message: `${key} is not an open incident, nor a process instance with one.`,
		fix: 'List the incidents with `troupe process incidents`.',
		details: { key },
	});
}
