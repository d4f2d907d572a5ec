import { TroupeError } from '../../core/base/errors';
import { parseCrmTask } from '../../core/crm/parse-crm-task';
import type { CrmChoice } from '../../core/ports/crm';
import { listCrmChoices, recordLead } from '../../service/operations/crm';
import { callOperation } from '../services/call-operation';
import { readTextFile } from '../terminal/read-text-file';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';

export interface CrmOptions {
	json?: boolean;
}

export interface RecordOptions extends CrmOptions {
	file: string;
	pipeline?: string;
	stage?: string;
	origin?: string;
	owner?: string;
}

/** @throws TroupeError CREDENTIAL_…, CRM_… */
export async function runCrmTest(credential: string, { json }: CrmOptions, terminal: Terminal): Promise<ExitCode> {
	const choices = await callOperation(listCrmChoices, { credential }, terminal);
	if (json) {
		terminal.print(JSON.stringify(choices));
		return 0;
	}
	const row = (kind: string, { id, name }: CrmChoice) => ({ kind, id, name });
	const rows = [
		...choices.pipelines.flatMap((pipeline) => [row('pipeline', pipeline), ...pipeline.stages.map((stage) => row('  stage', stage))]),
		...choices.origins.map((origin) => row('origin', origin)),
		...choices.owners.map((owner) => row('owner', owner)),
	];
	tableLines(columns, rows, terminal).forEach(terminal.print);
	terminal.note(`${choices.crm} accepts the credential ${credential}.`);
	return 0;
}

const columns: Array<Column<{ kind: string } & CrmChoice>> = [
	{ name: 'kind', title: 'what', value: ({ kind }) => kind },
	{ name: 'id', title: 'id', value: ({ id }) => id },
	{ name: 'name', title: 'name', value: ({ name }) => name },
];

/** @throws TroupeError INPUT_INVALID, CREDENTIAL_…, CRM_…, RUN_TAKEN */
export async function runCrmRecord(credential: string, options: RecordOptions, terminal: Terminal): Promise<ExitCode> {
	const { file, json, pipeline, stage, origin, owner } = options;
	const lead = parseJson(await readTextFile(file), file);
	parseCrmTask({ operation: 'recordLead', lead, pipeline, stage, origin, owner });
	const asked = { credential, lead: lead as Record<string, unknown>, pipeline, stage, origin, owner };
	const result = await callOperation(recordLead, asked, terminal);
	const { operation: _operation, ...recorded } = result;
	if (json) terminal.print(JSON.stringify(recorded));
	else {
		const { company, person, deal } = result;
		const steps = Object.entries({ company, person, deal }).flatMap(([what, step]) => (step ? [[what, step] as const] : []));
		for (const [what, { id, isNew, changed }] of steps) {
			const became = isNew ? 'created' : changed.length > 0 ? `updated (${changed.join(', ')})` : 'unchanged';
			terminal.print(`${what} ${id}: ${became}`);
		}
		if (deal.previous !== undefined) terminal.print(`previous deal ${deal.previous}`);
		for (const { kind, id, because } of result.doubts) terminal.print(`may be the same: ${kind} ${id} (${because})`);
		for (const { id, isNew } of result.notes) terminal.print(`note ${id}: ${isNew ? 'created' : 'unchanged'}`);
	}
	return 0;
}

function parseJson(text: string, file: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new TroupeError({ code: 'INPUT_INVALID', message: `${file} is not JSON.`, fix: 'Correct the file.', cause });
	}
}
