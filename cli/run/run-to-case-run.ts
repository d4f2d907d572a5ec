import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { isDefinitionId } from '../../core/base/text/definition-id';
import { listCut, toCase } from '../../core/evaluation/cases/case-of-run';
import { parseEvaluationSet } from '../../core/evaluation/cases/parse-evaluation-set';
import type { Host } from '../../providers/compose/hosts/host';
import type { ShownRun } from '../../providers/compose/runs/read-run';
import { openHost } from '../host';
import { callOperation } from '../services/call-operation';
import { readTextFile } from '../terminal/read-text-file';
import { replaceFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

export interface RunToCaseOptions {
	set: string;
	expect?: string;
	name?: string;
}

/** Creates the set if there is none. @throws TroupeError INPUT_INVALID, RESOURCE_NOT_FOUND, STATE_CONFLICT */
export async function runRunToCase(
	runId: string,
	{ set: path, expect: answer, name = `run ${runId}`.slice(0, 200) }: RunToCaseOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const host = terminal.service === undefined ? await open(terminal) : undefined;
	const run = host ? await readHere(runId, host) : await readAtService(runId, terminal);
	const one = toCase(run, name, { answer });
	const agent = run.agent.id;
	const isNew = !existsSync(path);
	const text = isNew
		? (await import('yaml')).stringify({ name: basename(path).replace(/(\.eval)?\.(ya?ml|json)$/i, ''), agent, cases: [] })
		: await readTextFile(path);
	const whole = await addCase(text, path, (of) => (typeof of === 'string' && isDefinitionId(of) && of !== agent ? { ...one, agent } : one));
	// Checks the whole set before it is written: an invalid one leaves the file as it is.
	await parseEvaluationSet(whole, path);
	replaceFile(path, whole);
	terminal.note(`${isNew ? 'Created' : 'Changed'} ${printable(path)}: the case "${printable(name)}". Record it with: troupe eval record`);
	const cut = listCut(run);
	if (cut.length > 0) terminal.note(printable(`Texts were cut when the run was kept. Complete them in the case: ${cut.join(', ')}.`));
	return 0;
}

async function readHere(runId: string, host: Host): Promise<ShownRun> {
	const { readRun } = await import('../../providers/compose/runs/read-run');
	return readRun(runId, host, { texts: 'kept' });
}

async function readAtService(runId: string, terminal: Terminal): Promise<ShownRun> {
	const { showRun } = await import('../../service/operations/runs/runs');
	return callOperation(showRun, { runId }, terminal);
}

/** Adds a case to the text of a set; comments in YAML stay. @param make from the agent of the set */
async function addCase(text: string, path: string, make: (agent: unknown) => object): Promise<string> {
	const { isSeq, parseDocument } = await import('yaml');
	// JSON is YAML.
	const document = parseDocument(text, { uniqueKeys: true });
	if (document.errors.length > 0 || !isSeq(document.get('cases')))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${path} is not a set of cases: it has no list "cases".`,
			fix: "Name a set in Troupe's own format, or a file that does not exist.",
		});
	document.addIn(['cases'], document.createNode(make(document.get('agent'))));
	if (path.endsWith('.json')) return `${JSON.stringify(document.toJS(), null, '\t')}\n`;
	const cases = document.get('cases');
	if (isSeq(cases)) cases.flow = false;
	if (document.contents && 'flow' in document.contents) document.contents.flow = false;
	return document.toString({ lineWidth: 0 });
}
