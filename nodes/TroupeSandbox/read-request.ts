import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { runBounds } from '../../sandbox/kinds/requests/run-bounds';
import type { RunKind } from '../../sandbox/kinds/requests/run-request';
import { readFacts } from '../shared/guardrails/read-facts';
import { readDocument, readList, readObject, readObjects, toText } from './read-json';
import { readTerms } from './read-terms';
import { readGivenText, readText } from './read-text';

type Definition = { kind: RunKind } & Record<string, unknown>;
type ReadDefinition = (context: IExecuteFunctions, item: number) => Definition | Promise<Definition>;

/** Reads what an item asks of the sandbox, here or at a service. @throws TroupeError INPUT_INVALID */
export async function readRequest(context: IExecuteFunctions, operation: string, item: number): Promise<object> {
	const readDefinition = Object.hasOwn(readers, operation) ? readers[operation]! : undefined;
	if (readDefinition === undefined) throw unknownOperation(operation);
	return { ...(await readDefinition(context, item)), ...readTerms(context, item), ...readRules(context, item) };
}

/** By operation. */
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

/** Further files of a process, by name. */
function readFiles(options: Record<string, unknown>): Array<{ name: string; content: string }> {
	const { files = {} } = readObjects(options, { files: 'More Files' });
	return Object.entries(files).map(([name, content]) => ({ name, content: String(content) }));
}

const texts = (options: Record<string, unknown>, names: string[]): Record<string, string> =>
	Object.fromEntries(names.map((name) => [name, toText(options[name])] as const).filter(([, text]) => text !== ''));

/** Reads what the run may ask outside, and what answers it. */
function readRules(context: IExecuteFunctions, item: number): Record<string, unknown> {
	const rules = context.getNodeParameter('rules', item, {}) as Record<string, unknown>;
	const [allow, standIn, name] = [lines(rules.allow), lines(rules.standIn), toText(rules.case)];
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
