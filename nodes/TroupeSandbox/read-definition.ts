import type { IExecuteFunctions } from 'n8n-workflow';
import type { ServiceRequest } from '../../sandbox/client/sandbox-service';
import { readFacts } from '../shared/guardrails/read-facts';
import { readDocument, readList, readObject, readObjects, toText } from './read-json';
import { readGivenText, readText } from './read-text';

/** Fields of a run besides level, limits and rules. */
type Definition = Omit<ServiceRequest, 'level'>;
type ReadDefinition = (context: IExecuteFunctions, item: number) => Definition | Promise<Definition>;

/** Reads what runs, by operation. These operations need a service. */
export const definitionReaders: Record<string, ReadDefinition> = {
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
		return { kind: 'package', tarball: (await context.helpers.getBinaryDataBuffer(item, field)).toString('base64') };
	},
};

const readNodeInput = (context: IExecuteFunctions, item: number) => ({
	items: readList(context, 'items', item),
	...readObjects(readOptions(context, item), { credentials: 'Credentials' }),
});

export const readOptions = (context: IExecuteFunctions, item: number): Record<string, unknown> =>
	context.getNodeParameter('options', item, {});

/** Further files of a process, by name. */
function readFiles(options: Record<string, unknown>): Array<{ name: string; content: string }> {
	const { files = {} } = readObjects(options, { files: 'More Files' });
	return Object.entries(files).map(([name, content]) => ({ name, content: String(content) }));
}

const texts = (options: Record<string, unknown>, names: string[]): Record<string, string> =>
	Object.fromEntries(names.map((name) => [name, toText(options[name])] as const).filter(([, text]) => text !== ''));
