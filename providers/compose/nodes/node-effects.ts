import type { NodeTask } from '../../tools/n8n-node/node-task';

type Asked = Pick<NodeTask, 'type' | 'parameters' | 'data'>;

const without = new Set(
	[
		'aggregate',
		'compareDatasets',
		'compression',
		'convertToFile',
		'crypto',
		'dateTime',
		'editImage',
		'extractFromFile',
		'filter',
		'html',
		'htmlExtract',
		'iCal',
		'if',
		'itemLists',
		'jwt',
		'limit',
		'markdown',
		'merge',
		'moveBinaryData',
		'noOp',
		'quickChart',
		'readBinaryFile',
		'readBinaryFiles',
		'readPDF',
		'renameKeys',
		'rssFeedRead',
		'set',
		'sort',
		'splitInBatches',
		'splitOut',
		'stopAndError',
		'summarize',
		'switch',
		'totp',
		'xml',
	].map((name) => `n8n-nodes-base.${name}`),
);

const readingOperations = /^(get|getAll|getMany|getAllUsers|info|list|lookup|query|read|search|count|history|select|download)$/;
/** Nodes whose operation of such a name runs a parameter, so it can write. */
const asTold = /\.(graphql|.*[sS]ql|postgres\w*|snowflake|crateDb|questDb|timescaleDb|oracleDatabase|googleBigQuery|mongoDb|redis)$/;

const readingMethods = new Set<unknown>(['GET', 'HEAD', 'OPTIONS']);

/** Returns whether repeating the node changes nothing. Unknown nodes and expressions count as writing. */
export function onlyReads({ type, parameters, data = {} }: Asked): boolean {
	if (without.has(type)) return true;
	const read = (name: string) => data[name] ?? parameters[name];
	if (type === 'n8n-nodes-base.httpRequest') return readingMethods.has(read('method') ?? 'GET');
	const operation = read('operation');
	return type.startsWith('n8n-nodes-base.') && !asTold.test(type) && typeof operation === 'string' && readingOperations.test(operation);
}

const waitingOperation = 'sendAndWait';

/** Returns whether the node waits for an answer; with an expression, maybe. */
export function asksForAnswer({ parameters, data = {} }: Asked): 'yes' | 'no' | 'perhaps' {
	const operation = data.operation ?? parameters.operation;
	if (operation === waitingOperation) return 'yes';
	return data.operation === undefined && typeof operation === 'string' && operation.startsWith('=') ? 'perhaps' : 'no';
}
