import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import type { SandboxLevel } from '../../core/ports/sandbox/levels';
import { sandboxLevels } from '../../core/ports/sandbox/levels';
import { SandboxService } from '../../sandbox/client/sandbox-service';
import { checkRequest } from '../../sandbox/kinds/requests/check-request';
import { sandboxPrograms } from '../../sandbox/kinds/inside/programs';
import { defaultTrust } from '../../manifests/gate/default-gate';
import { runBounds } from '../../sandbox/kinds/requests/run-bounds';
import { leastMemoryMb } from '../../sandbox/levels/limits';
import { linkRun, showConsoleLink } from '../shared/console-links';
import { givenJson } from '../shared/given-json';
import { readFacts } from '../shared/guardrails/read-facts';
import { whileNodeAdmitted } from '../shared/host';
import { nameField } from '../shared/name-field';
import { textReader } from '../shared/read-text';
import { runItems } from '../shared/run-items';
import { readService, serviceCredential } from '../shared/service/read-service';
import type { OwnParts } from './own-sandbox';
import { properties } from './properties';
import type { ServiceRun } from '../../sandbox/client/sandbox-service';
import type { RunKind } from '../../sandbox/kinds/requests/run-request';

const { readGivenText, readText } = textReader(properties);

/** An expression may give it as an object. @throws TroupeError INPUT_INVALID */
const readObject = (context: IExecuteFunctions, name: string, item: number): object =>
	requireObject(givenJson(context.getNodeParameter(name, item), nameField(properties, name)), nameField(properties, name));

/** Reads a field with a document. Text stays as it is: hashes are of the text. */
function readDocument(context: IExecuteFunctions, name: string, item: number): string | object {
	const value = context.getNodeParameter(name, item) as unknown;
	readObject(context, name, item);
	return value as string | object;
}

/** @param where for the error */
function requireObject(value: unknown, where: string): object {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
	throw new TroupeError({ code: 'INPUT_INVALID', message: `${where} is not a JSON object.`, fix: 'Correct the field, or its expression.' });
}

/** @throws TroupeError INPUT_INVALID */
function readList(context: IExecuteFunctions, name: string, item: number): object[] {
	const where = nameField(properties, name);
	const value = givenJson(context.getNodeParameter(name, item), where);
	if (Array.isArray(value)) return value.map((one) => requireObject(one, `An entry of ${where}`));
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${where} is not a JSON list.`,
		fix: 'Write a list with one object for each item: [{"id": 1}].',
	});
}

/** Reads options that hold JSON objects; those that are empty are left out. */
function readObjects(options: Record<string, unknown>, names: Record<string, string>): Record<string, object> {
	return Object.fromEntries(
		Object.entries(names)
			.filter(([name]) => !isEmpty(options[name]))
			.map(([name, label]) => [name, requireObject(givenJson(options[name], label), label)]),
	);
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** Reads an option as text; an expression can return anything. */
const toText = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '');

interface RunTerms {
	level: SandboxLevel;
	memoryMb?: number;
	timeMs?: number;
}

/** @throws TroupeError INPUT_INVALID */
function readTerms(context: IExecuteFunctions, item: number): RunTerms {
	const level = sandboxLevels.find((one) => one === context.getNodeParameter('level', item));
	if (level === undefined) throw invalid(`Least Level is not one of ${sandboxLevels.join(', ')}.`, 'Choose it again.');
	const { memory, time } = context.getNodeParameter('options', item, {}) as Record<string, unknown>;
	const maxMs = context.getNodeParameter('operation', item) === 'run' ? runBounds.timeMs : runBounds.programTimeMs;
	return {
		level,
		...(memory !== undefined && { memoryMb: readNumber('Max Memory (MB)', memory, leastMemoryMb, runBounds.memoryMb, true) }),
		...(time !== undefined && { timeMs: Math.round(readNumber('Timeout (Seconds)', time, 0.1, maxMs / 1000) * 1000) }),
	};
}

function readNumber(label: string, value: unknown, min: number, max: number, isWhole = false): number {
	const number = Number(value);
	if (number >= min && number <= max && (!isWhole || Number.isInteger(number))) return number;
	throw invalid(
		`${label} is ${String(value).slice(0, 40)}; expected a ${isWhole ? 'whole ' : ''}number from ${min} to ${max}.`,
		'Correct the option.',
	);
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });

type Definition = { kind: RunKind } & Record<string, unknown>;
type ReadDefinition = (context: IExecuteFunctions, item: number) => Definition | Promise<Definition>;

/** @throws TroupeError INPUT_INVALID */
async function readRequest(context: IExecuteFunctions, operation: string, item: number): Promise<object> {
	const readDefinition = Object.hasOwn(readers, operation) ? readers[operation]! : undefined;
	if (readDefinition === undefined) throw unknownOperation(operation);
	return { ...(await readDefinition(context, item)), ...readTerms(context, item), ...readRules(context, item) };
}

const readers: Record<string, ReadDefinition> = {
	run: (context, item) => ({ kind: 'script', source: readGivenText(context, 'source', item), input: readText(context, 'input', item) }),
	async runAgent(context, item) {
		const options = readOptions(context, item);
		const facts = await readFacts({ fields: options.factFields, json: options.facts }, 'option');
		const isPublished = context.getNodeParameter('agentSource', item) === 'id';
		return {
			kind: 'agent',
			...(isPublished ? { agent: readText(context, 'agentId', item).trim() } : { definition: readDocument(context, 'definition', item) }),
			message: readGivenText(context, 'message', item),
			...texts(options, ['conversation', 'person']),
			...(facts && { facts }),
			...(options.approve === true && { approve: true }),
		};
	},
	runProcess(context, item) {
		const options = readOptions(context, item);
		return {
			kind: 'process',
			files: [{ name: 'process.bpmn', content: readGivenText(context, 'bpmn', item) }, ...readFiles(options)],
			variables: readObject(context, 'variables', item),
			...readObjects(options, { script: 'Script of Answers' }),
			...texts(options, ['process']),
		};
	},
	runWorkflow: (context, item) => ({
		kind: 'workflow',
		workflow: readDocument(context, 'workflow', item),
		...readNodeInput(context, item),
		...texts(readOptions(context, item), ['start']),
	}),
	runNode: (context, item) => ({
		kind: 'node',
		node: readGivenText(context, 'nodeType', item).trim(),
		parameters: readObject(context, 'parameters', item),
		...readNodeInput(context, item),
	}),
	async runPackage(context, item) {
		if (context.getNodeParameter('packageSource', item) === 'name')
			return { kind: 'package', package: readText(context, 'packageName', item).trim() };
		const field = readText(context, 'tarballField', item);
		context.helpers.assertBinaryData(item, field);
		const tarball = await context.helpers.getBinaryDataBuffer(item, field);
		if (tarball.length > runBounds.tarballBytes) throw tarballTooLarge(tarball.length);
		return { kind: 'package', tarball: tarball.toString('base64') };
	},
};

const readNodeInput = (context: IExecuteFunctions, item: number) => ({
	items: readList(context, 'items', item),
	...readObjects(readOptions(context, item), { credentials: 'Credentials' }),
});

const readOptions = (context: IExecuteFunctions, item: number): Record<string, unknown> => context.getNodeParameter('options', item, {});

function readFiles(options: Record<string, unknown>): Array<{ name: string; content: string }> {
	const { files = {} } = readObjects(options, { files: 'More Files' });
	return Object.entries(files).map(([name, content]) => ({ name, content: String(content) }));
}

const texts = (options: Record<string, unknown>, names: string[]): Record<string, string> =>
	Object.fromEntries(names.map((name) => [name, toText(options[name])] as const).filter(([, text]) => text !== ''));

function readRules(context: IExecuteFunctions, item: number): Record<string, unknown> {
	const rules = context.getNodeParameter('rules', item, {}) as Record<string, unknown>;
	const allow = lines(rules.allow);
	const standIn = lines(rules.standIn);
	const name = toText(rules.case);
	return {
		...(allow.length > 0 && { allow }),
		...(standIn.length > 0 && { standIn }),
		...readObjects(rules, { recordings: 'Recordings', capabilities: 'Capabilities' }),
		...(name !== '' && { case: name }),
	};
}

const lines = (value: unknown): string[] =>
	toText(value)
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');

const unknownOperation = (name: string) =>
	new TroupeError({ code: 'INPUT_INVALID', message: `There is no operation ${name.slice(0, 60)}.`, fix: 'Choose the operation again.' });

const tarballTooLarge = (bytes: number) =>
	new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The tarball has ${bytes} bytes; the max is ${runBounds.tarballBytes}.`,
		fix: 'Pass a package without files that it does not need.',
	});

/** @param need what the node asks of it @throws TroupeError INPUT_INVALID without a credential */
async function requireService(
	context: IExecuteFunctions,
	item: number,
	signal: AbortSignal,
	need: keyof typeof missing,
): Promise<SandboxService> {
	if (context.getNode().credentials?.[serviceCredential] === undefined) throw new TroupeError({ code: 'INPUT_INVALID', ...missing[need] });
	const { url, token } = await readService(context, item, 'sandbox:run');
	return new SandboxService({ url, token, signal });
}

const missing = {
	run: {
		message: 'The field "Run On" is set to "Troupe Service", and the node has no credential of one.',
		fix: 'Choose a credential, or set "Run On" to "This n8n".',
	},
	report: {
		message: 'A report is stored by a Troupe service only, and the node has no credential of one.',
		fix: 'Choose a credential, or use the option Return Report of the run.',
	},
};

/** The sandbox node's work: the gate first, then each item by itself. */
export async function execute(
	this: IExecuteFunctions,
	{ gate, published }: Pick<OwnParts, 'gate' | 'published'> = defaultTrust(),
	programs = sandboxPrograms,
): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, gate, 'troupeSandbox', async (admitted) => {
		const own = { gate: admitted.gate, published, programs };
		const outputs = await runItems(this, (item) => perform(this, item, own, admitted.signal), admitted.signal);
		showConsoleLink(this, outputs);
		return outputs;
	});
}

async function perform(context: IExecuteFunctions, item: number, own: OwnParts, signal: AbortSignal): Promise<IDataObject> {
	const operation = String(context.getNodeParameter('operation', item));
	if (operation === 'report') {
		const service = await requireService(context, item, signal, 'report');
		return { ...(await service.report(readText(context, 'runId', item))) };
	}
	const isThere = context.getNodeParameter('runOn', item, 'own') === 'service';
	const service = isThere ? await requireService(context, item, signal, 'run') : undefined;
	const request = await checkRequest(await readRequest(context, operation, item));
	const withReport = (context.getNodeParameter('options', item, {}) as { report?: unknown }).report === true;
	if (service) {
		const run = await service.run({ ...request });
		return { ...toItem(request.kind, run), ...(withReport && (await service.report(run.id))) };
	}
	const { runHere } = await import('./own-sandbox');
	const { run, report } = await runHere(context, request, own, signal);
	return { ...toItem(request.kind, run), ...(withReport && { report }) };
}

function toItem(kind: RunKind, run: Partial<ServiceRun>): IDataObject {
	const { id: runId, outcome, exitCode, signal = null, limit = null, level, stdout, stderr, reportSha256 } = run;
	const { agent, process, workflow, error, steps } = run;
	const returned = kind === 'script' || kind === 'package' ? { stdout } : { agent, process, workflow, error, steps };
	const item = {
		outcome,
		exitCode,
		signal,
		limit,
		level,
		...returned,
		stderr,
		reportSha256,
		runId,
		...(runId !== undefined && linkRun(runId)),
	};
	return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as IDataObject;
}
