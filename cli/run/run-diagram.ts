import { basename } from 'node:path';
import { escapeHtml as escape } from '../../core/base/text/escape-html';
import { getErrorMessage, isTroupeError, TroupeError } from '../../core/base/errors';
import { writeDocument, writeRow, writeTable } from '../../core/evaluation/report/html';
import { findProcess } from '../../bpmn/rules/moddle';
import type { Diagram } from '../../bpmn/layout/read-diagram';
import type { ElementNote } from '../../bpmn/layout/draw-diagram';
import type { DescribedRun } from '../../providers/compose/runs/describe-record';
import type { ShownRun } from '../../providers/compose/runs/read-run';
import type { openHost } from '../host';
import type { OperatorOptions } from '../process/operate/connect-operator';
import type { Operator } from '../process/operate/operator';
import { type Item, readText, searchItems } from '../process/operate/search';
import { type OperateParts, withOperator } from '../process/operate/with-operator';
import { toMinute } from '../../core/base/iso-time';
import { formatDuration } from '../terminal/format-text';
import { findService } from '../services/known-services';
import { findToken } from '../services/find-token';
import { readTextFile } from '../terminal/read-text-file';
import { replaceFile } from '../terminal/replace-file';
import type { Terminal } from '../terminal/terminal';
import { readPages } from './read-pages';
import { describeEnd, nameWhatRan } from './run-list-run';

export interface DiagramOptions extends OperatorOptions {
	diagram: string;
	/** The model. Default: that of the engine, with the way of the instance; of a run at a service, its engine. */
	file?: string;
}

const maxRuns = 200;

interface Way {
	model: string;
	notes: Map<string, ElementNote>;
}

/** Writes a page with the diagram of a run's process: its element, the way of the instance, and the runs of it. @throws TroupeError INPUT_INVALID, INSTANCE_NOT_FOUND */
export async function writeRunDiagram(
	{ runId, of: { process, instance, element } }: Pick<ShownRun, 'runId' | 'of'>,
	options: DiagramOptions,
	terminal: Terminal,
	open: typeof openHost,
	parts?: OperateParts,
): Promise<void> {
	if (process === undefined || instance === undefined || element === undefined) throw notOfProcess(runId);
	const [{ drawDiagram }, way] = await Promise.all([
		import('../../bpmn/layout/draw-diagram'),
		options.file === undefined
			? readWay({ instance, process }, options, terminal, parts)
			: { model: await readTextFile(options.file), notes: new Map<string, ElementNote>() },
	]);
	const diagram = await openDiagram(way.model, basename(options.file ?? process));
	const here = diagram.shapes.find(({ id }) => id === element);
	if (here === undefined || findProcess(here.element)?.id !== process) throw otherModel(options.file ?? process, process, element);
	const runs: DescribedRun[] = [];
	for await (const page of readPages({ process, instance }, { limit: maxRuns }, terminal, open)) runs.unshift(...page.toReversed());
	const notes = addRuns(way.notes, runs, element);
	replaceFile(options.diagram, await writeRunPage({ runId, process, instance }, drawDiagram(diagram, notes), runs), 0o600);
	terminal.note(`diagram: ${options.diagram}`);
}

type Instance = Required<Pick<ShownRun['of'], 'process' | 'instance'>>;

async function readWay(of: Instance, options: OperatorOptions, terminal: Terminal, parts?: OperateParts): Promise<Way> {
	let way: Way | undefined;
	const read = (asked: OperatorOptions) =>
		withOperator(asked, terminal, async (operator) => void (way = await readFromEngine(operator, of, terminal)), parts);
	const { service, environment, stop } = terminal;
	if (service === undefined || options.engine !== 'embedded') await read(options);
	else {
		const { url } = findService(service, environment);
		const token = await findToken(service, environment, stop);
		await read({ ...options, engine: url, token }).catch((cause: unknown) => {
			throw isTroupeError(cause) ? explainFault(service, cause) : cause;
		});
	}
	return way!;
}

async function readFromEngine(operator: Operator, { process, instance: key }: Instance, terminal: Terminal): Promise<Way> {
	const get = { subject: `instance ${key}`, method: 'GET' as const, notFound: 'INSTANCE_NOT_FOUND' as const };
	const path = `/process-instances/${key}`;
	const instance = await operator.rest.call<Item>({ ...get, path });
	const found = readText(instance, 'processDefinitionId');
	// Engines that begin to count at the same number give the same keys.
	if (found !== process) throw otherInstance({ process, instance: key }, found);
	const definition = readText(instance, 'processDefinitionKey');
	const model = await operator.rest.read({
		subject: `process ${definition}`,
		method: 'GET',
		path: `/process-definitions/${definition}/xml`,
		notFound: 'PROCESS_NOT_FOUND',
	});
	const elements = await searchItems(operator, terminal, {
		subject: 'Searching elements',
		what: 'element-instances',
		filter: { processInstanceKey: key },
		sort: [{ field: 'startDate', order: 'ASC' }],
	});
	const { items: flows } = await operator.rest.call<{ items: Item[] }>({ ...get, path: `${path}/sequence-flows` });
	return {
		model,
		notes: new Map<string, ElementNote>([
			...flows.map((flow): [string, ElementNote] => [readText(flow, 'elementId'), { state: 'passed' }]),
			...elements.map((one): [string, ElementNote] => [readText(one, 'elementId'), { state: toState(one) }]),
		]),
	};
}

function toState(element: Item): ElementNote['state'] {
	if (element.hasIncident === true) return 'failed';
	return readText(element, 'state') === 'ACTIVE' ? 'active' : 'passed';
}

/** A model without a diagram gets one. */
async function openDiagram(model: string, name: string): Promise<Diagram> {
	const [{ readDiagram }, { hasDiagram, layoutProcess }] = await Promise.all([
		import('../../bpmn/layout/read-diagram'),
		import('../../bpmn/layout/layout-process'),
	]);
	return readDiagram(hasDiagram(model) ? model : await layoutProcess(name, model));
}

function addRuns(notes: ReadonlyMap<string, ElementNote>, runs: DescribedRun[], here: string): Map<string, ElementNote> {
	const all = new Map(notes);
	for (const element of new Set([here, ...runs.flatMap(({ of }) => of.element ?? [])])) {
		const lines = runs
			.filter(({ of }) => of.element === element)
			.map((run) => [describeTime(run), describeCost(run)].filter(Boolean).join(', '));
		all.set(element, { state: element === here ? 'here' : (notes.get(element)?.state ?? 'passed'), lines: lines.slice(-3) });
	}
	return all;
}

const describeTime = ({ durationMs, state }: DescribedRun): string =>
	durationMs === undefined || durationMs === null ? state : formatDuration(durationMs);
const describeCost = ({ costUsd }: DescribedRun): string => (costUsd ? `$${costUsd.toFixed(4)}` : '');

async function writeRunPage(
	{ runId, process, instance }: { runId: string; process: string; instance: string },
	drawing: string,
	runs: DescribedRun[],
): Promise<string> {
	const { diagramStyle } = await import('../../bpmn/layout/draw-diagram');
	const rows = runs.map((run) =>
		writeRow(
			[
				run.runId === runId ? `${run.runId} (this one)` : run.runId,
				run.of.element,
				nameWhatRan(run),
				run.state,
				describeEnd(run),
				toMinute(Date.parse(run.startedAt)),
				describeTime(run),
				describeCost(run),
			].map((text) => escape(text ?? '')),
		),
	);
	const title = `${process}: run ${runId}`;
	return writeDocument(title, [
		`<style>${diagramStyle}</style>`,
		`<h1>${escape(title)}</h1>`,
		`<p>Instance ${escape(instance)}. Orange: the element of the run. Green: passed. Blue: active. Red: an incident. Below an element: time and cost of its runs.</p>`,
		`<div style="overflow-x: auto">${drawing}</div>`,
		writeTable(['run', 'element', 'agent or node', 'state', 'outcome', 'started (UTC)', 'time', 'cost'], rows),
	]);
}

const notOfProcess = (runId: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The run ${runId} is not one of a process: it has no diagram.`,
		fix: 'Leave out --diagram. Runs of processes: troupe run list --process ID.',
		details: { runId },
	});

/** Other faults of the engine say themselves what to do. */
function explainFault(service: string, cause: TroupeError): TroupeError {
	if (['INSTANCE_NOT_FOUND', 'PROCESS_NOT_FOUND', 'NOT_SUPPORTED'].includes(cause.code)) return engineElsewhere(service, cause);
	if (![401, 403].includes(cause.details?.status as number)) return cause;
	const fix = 'Log in again, with a key or a role that has the scope process:read: troupe login URL.';
	return new TroupeError({ code: 'ACCESS_DENIED', message: getErrorMessage(cause), fix, cause });
}

const engineElsewhere = (service: string, cause: unknown) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The engine of the service ${JSON.stringify(service.slice(0, 100))} does not show the instance of the run: ${getErrorMessage(cause)}`,
		fix: 'Name the engine that ran it, with --engine http://… or --engine zeebe --address HOST:PORT, or pass the model with --file.',
		cause,
	});

const otherInstance = ({ process, instance }: Instance, found: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The instance ${instance} of this engine is one of the process ${found}, and the run is of ${process}.`,
		fix: 'Name the engine that ran it, with --engine, or pass the model with --file.',
		details: { expected: process, actual: found },
	});

const otherModel = (model: string, process: string, element: string) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The diagram of ${model} does not show the element ${element} of the process ${process}.`,
		fix: 'Pass the model that ran, with --file. What is inside of a collapsed sub-process is not drawn.',
		details: { element },
	});
